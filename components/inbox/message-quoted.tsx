'use client';

import { attachmentWord } from '@/lib/inbox/rules';
import type { ThreadQuote } from '@/lib/inbox/types';
import { goToMessage } from './go-to-message';

type QuotedProps = {
  quoted: ThreadQuote;
  /** Opens the conversation at a message that is not loaded. */
  onGoTo: (providerMessageId: string) => void;
};

/** The message that this one answers; pressing it goes there, however long ago that was. */
export function Quoted({ quoted, onGoTo }: QuotedProps) {
  function jump() {
    if (!goToMessage(quoted.providerMessageId)) onGoTo(quoted.providerMessageId);
  }
  return (
    <blockquote className="mb-1.5 max-w-full min-w-0">
      <button
        type="button"
        onClick={jump}
        aria-label={`Go to the quoted message of ${quoted.senderName}`}
        className="block max-w-full min-w-0 rounded-[2px] border-s-2 border-line-strong ps-2 text-start text-meta text-fg-2 hover:border-accent"
      >
        <bdi className="block truncate font-medium" title={quoted.senderName}>
          {quoted.senderName}
        </bdi>
        <span dir="auto" className="line-clamp-3 break-words whitespace-pre-wrap">
          {quoted.text || (
            <i>{quoted.attachment ? attachmentWord(quoted.attachment) : 'Message'}</i>
          )}
        </span>
      </button>
    </blockquote>
  );
}
