'use client';

import { Button } from '@/components/ui/button';
import { CardSection } from '@/components/ui/card';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { RelativeTime } from '@/components/ui/relative-time';
import type { PersonDetail, PersonMerge } from '@/lib/people/types';
import { EVIDENCE_WORDS } from './evidence-words';
import { useMerge } from './use-merge';

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
  const { mergeAct: act, separate } = useMerge(person);
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
            onClick={() => void separate(merge)}
          >
            Separate
          </Button>
        )}
      </div>
      <p className="text-meta text-fg-3">
        {EVIDENCE_WORDS[merge.evidence]}
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
