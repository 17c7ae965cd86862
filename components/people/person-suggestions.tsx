'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useUndoToast } from '@/components/keyboard/use-undo-toast';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { CHANNEL_NAMES } from '@/lib/core/providers';
import { distinguishPeopleAction } from '@/lib/people/actions';
import type { PersonDetail, PersonSuggestion } from '@/lib/people/types';
import { EVIDENCE_WORDS } from './evidence-words';
import { useMerge } from './use-merge';

/** People who may be the same, each with the reason; a human decides. */
export function PersonSuggestions({ person }: { person: PersonDetail }) {
  if (!person.canMerge) return null;
  return person.suggestions.map((suggestion) => (
    <Suggestion key={suggestion.personId} suggestion={suggestion} person={person} />
  ));
}

type SuggestionProps = { suggestion: PersonSuggestion; person: PersonDetail };

function Suggestion({ suggestion, person }: SuggestionProps) {
  const client = useQueryClient();
  const act = useAct();
  const undoToast = useUndoToast();
  const { merge, mergeAct } = useMerge(person);
  const pair = { personId: person.id, otherPersonId: suggestion.personId };
  const channels = suggestion.channels.map((channel) => CHANNEL_NAMES[channel]).join(', ');

  async function keepApart() {
    const done = await act.run(() => distinguishPeopleAction({ ...pair, isDistinct: true }));
    if (done) undoToast(`${suggestion.name} is somebody else`, () => void suggestAgain());
    await client.invalidateQueries({ queryKey: ['people'] });
  }

  async function suggestAgain() {
    await act.run(() => distinguishPeopleAction({ ...pair, isDistinct: false }));
    await client.invalidateQueries({ queryKey: ['people'] });
  }

  return (
    <InlineNotice
      tone="info"
      live="off"
      title={
        <>
          Also <bdi>{suggestion.name}</bdi>?
        </>
      }
      action={
        <>
          <Button
            size={28}
            isPending={mergeAct.isPending}
            aria-label={`Merge with ${suggestion.name}`}
            onClick={() => void merge(suggestion)}
          >
            Merge
          </Button>
          <Button
            size={28}
            variant="ghost"
            isPending={act.isPending}
            aria-label={`${suggestion.name} is not the same`}
            onClick={() => void keepApart()}
          >
            Not the same
          </Button>
        </>
      }
    >
      {channels}, {EVIDENCE_WORDS[suggestion.evidence]}
      {suggestion.headline && (
        <>
          {' '}
          · <bdi>{suggestion.headline}</bdi>
        </>
      )}
      {(act.problem ?? mergeAct.problem) && (
        <p role="alert" className="text-bad">
          {(act.problem ?? mergeAct.problem)?.message}
        </p>
      )}
    </InlineNotice>
  );
}
