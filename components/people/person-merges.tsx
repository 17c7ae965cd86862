'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useUndoToast } from '@/components/keyboard/use-undo-toast';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { CardSection } from '@/components/ui/card';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { RelativeTime } from '@/components/ui/relative-time';
import { useToast } from '@/components/ui/toast';
import { mergePeopleAction, unmergePeopleAction } from '@/lib/people/actions';
import type { MergeEvidence, PersonDetail, PersonMerge } from '@/lib/people/types';

const EVIDENCE: Record<MergeEvidence, string> = {
  by_hand: 'by hand',
  same_email: 'same e-mail address',
  same_phone: 'same phone number',
  same_public_id: 'same public profile',
};

/** Who was merged into this person, each with its way out. */
export function PersonMerges({ person }: { person: PersonDetail }) {
  if (person.merges.length === 0) return null;
  return (
    <CardSection title="Merged">
      <ul className="flex flex-col gap-3" aria-label="Merged">
        {person.merges.map((merge) => (
          <MergeLine key={merge.id} merge={merge} person={person} />
        ))}
      </ul>
    </CardSection>
  );
}

function MergeLine({ merge, person }: { merge: PersonMerge; person: PersonDetail }) {
  const client = useQueryClient();
  const act = useAct();
  const toast = useToast();
  const undoToast = useUndoToast();

  async function takeOut() {
    const done = await act.run(() => unmergePeopleAction({ mergeId: merge.id }));
    if (done) undoToast(`${merge.name} is a person of their own again`, () => void putBack());
    await client.invalidateQueries({ queryKey: ['people'] });
  }

  async function putBack() {
    const pair = { personId: person.id, otherPersonId: merge.personId };
    const done = await mergePeopleAction(pair).catch(() => null);
    if (!done?.ok) {
      const description = done?.problem.message ?? 'Switchboard did not answer.';
      toast.show({ tone: 'bad', title: 'Not undone', description, timeoutMs: 0 });
    }
    await client.invalidateQueries({ queryKey: ['people'] });
  }

  return (
    <li className="flex flex-col gap-1">
      <div className="flex items-center gap-2">
        <p className="flex min-w-0 flex-1 items-center gap-1.5 text-ui font-medium">
          <bdi className="truncate" title={merge.name}>
            {merge.name}
          </bdi>
          {merge.channels.map((channel) => (
            <ChannelGlyph key={channel} channel={channel} className="size-3.5! text-fg-2" />
          ))}
        </p>
        {person.canMerge && (
          <Button
            size={28}
            isPending={act.isPending}
            aria-label={`Separate ${merge.name}`}
            onClick={() => void takeOut()}
          >
            Separate
          </Button>
        )}
      </div>
      <p className="text-meta text-fg-3">
        {EVIDENCE[merge.evidence]}
        {merge.mergedByName && (
          <>
            , <bdi>{merge.mergedByName}</bdi>
          </>
        )}
        , <RelativeTime date={merge.mergedAt} />
      </p>
      {act.problem && (
        <p role="alert" className="text-meta text-bad">
          {act.problem.message}
        </p>
      )}
    </li>
  );
}
