'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { LoadError } from '@/components/shell/load-error';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { peopleOptions } from '@/lib/people/options';
import { EVERYBODY, MAX_WORDS_CHARACTERS } from '@/lib/people/rules';
import type { PersonDetail, PersonRow } from '@/lib/people/types';
import { useMerge } from './use-merge';

/** More would be a search, not a choice. */
const MOST = 8;

/** Says that somebody else is the same person; both stay whole, and it can be taken back. */
export function MergeButton({ person }: { person: PersonDetail }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title="Merge with"
      description={
        <>
          Somebody who is the same human as <bdi>{person.name}</bdi>. Nothing is written over; it
          can be taken back at any time.
        </>
      }
      size="sm"
      trigger={<Button>Merge…</Button>}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
    >
      <MergeChoice person={person} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function MergeChoice({ person, onDone }: { person: PersonDetail; onDone: () => void }) {
  const { mergeAct: act, merge } = useMerge(person);
  const [words, setWords] = useState('');
  const q = useDeferredValue(words.trim());
  const query = useInfiniteQuery({
    ...peopleOptions({ ...EVERYBODY, q }),
    placeholderData: keepPreviousData,
  });
  const others = (query.data?.pages[0]?.items ?? []).filter(({ id }) => id !== person.id);

  async function choose({ id, name }: PersonRow) {
    if (await merge({ personId: id, name })) onDone();
  }

  return (
    <div className="flex flex-col gap-3">
      <Input
        type="search"
        aria-label="Find a person"
        placeholder="Name, headline or address"
        maxLength={MAX_WORDS_CHARACTERS}
        autoComplete="off"
        spellCheck={false}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {query.isError && <LoadError query={query} title="The people could not be loaded" />}
      {act.problem && (
        <p role="alert" className="text-ui text-bad">
          {act.problem.message}
        </p>
      )}
      {query.data && others.length === 0 && (
        <p role="status" className="text-ui text-fg-2">
          Nobody matches.
        </p>
      )}
      <ul className="-mx-2 flex flex-col" aria-label="People">
        {others.slice(0, MOST).map((other) => (
          <li key={other.id} className="flex min-h-11 items-center gap-2 px-2">
            <Avatar name={other.name} size={24} />
            <div className="min-w-0 flex-1">
              <p className="truncate text-ui" title={other.name}>
                <bdi>{other.name}</bdi>
              </p>
              {other.headline && (
                <p className="truncate text-meta text-fg-3" title={other.headline}>
                  <bdi>{other.headline}</bdi>
                </p>
              )}
            </div>
            {other.channels.map((channel) => (
              <ChannelGlyph key={channel} channel={channel} className="text-fg-2" />
            ))}
            <Button
              size={28}
              disabled={act.isPending}
              aria-label={`Merge with ${other.name}`}
              onClick={() => void choose(other)}
            >
              Merge
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
