'use client';

import { cx } from 'class-variance-authority';
import { conversationPath } from '@/components/inbox/use-open-conversation';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { RelativeTime } from '@/components/ui/relative-time';
import type { SearchResult, TextPart } from '@/lib/search/types';
import { MarkedText } from './marked-text';

const PLACE_WORDS = { done: 'Done', snoozed: 'Snoozed' } as const;

type SearchRowProps = {
  result: SearchResult;
  isOpen: boolean;
  onOpen: (result: SearchResult) => void;
  onMove: (step: number) => void;
};

/** One conversation with its newest hit. */
export function SearchRow({ result, isOpen, onOpen, onMove }: SearchRowProps) {
  const name = textOf(result.name);
  return (
    <a
      href={conversationPath(result.conversationId, result.hit?.messageId)}
      data-result
      aria-current={isOpen ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        onOpen(result);
      }}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        // In the open one Enter leads on to the composer, as in the list.
        const isOpening = event.key === 'Enter' && !isOpen && !event.metaKey && !event.ctrlKey;
        if (step === 0 && !isOpening) return;
        event.preventDefault();
        if (isOpening) onOpen(result);
        else onMove(step);
      }}
      className={cx(
        'flex h-15 items-center gap-2.5 ps-5 pe-3 transition-colors focus-visible:-outline-offset-2',
        isOpen ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <Avatar name={name} badge={<ChannelGlyph channel={result.provider} />} />
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="flex min-w-0 flex-1 items-baseline gap-1.5 text-ui">
            <bdi className="max-w-full shrink-0 truncate text-fg" title={name}>
              <MarkedText parts={result.name} />
            </bdi>
            {result.headline.length > 0 && (
              <bdi className="min-w-0 truncate text-meta text-fg-3" title={textOf(result.headline)}>
                <MarkedText parts={result.headline} />
              </bdi>
            )}
          </span>
          <RelativeTime date={result.at} className="shrink-0 text-meta text-fg-3" />
        </span>
        <span className="flex min-w-0 items-center gap-2 text-meta text-fg-2">
          <bdi className="min-w-0 flex-1 truncate">
            {result.hit?.isOurs && 'You: '}
            {result.hit?.senderName && `${result.hit.senderName}: `}
            <MarkedText parts={result.snippet} />
          </bdi>
          {result.place !== 'inbox' && <Badge>{PLACE_WORDS[result.place]}</Badge>}
        </span>
      </span>
    </a>
  );
}

function textOf(parts: readonly TextPart[]): string {
  return parts.map(({ text }) => text).join('');
}
