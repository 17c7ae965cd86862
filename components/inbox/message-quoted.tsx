'use client';

import { useToast } from '@/components/ui/toast';
import { attachmentWord } from '@/lib/inbox/rules';
import type { ThreadQuote } from '@/lib/inbox/types';

const FLASH_MS = 1_400;

/** The message that this one answers; pressing it goes there while it is loaded. */
export function Quoted({ quoted }: { quoted: ThreadQuote }) {
  const toast = useToast();
  function jump() {
    const isFound = goToMessage(quoted.providerMessageId);
    if (!isFound) toast.show({ title: 'The quoted message is not loaded. Load older messages.' });
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

/** Scrolls to a loaded message, gives it the focus and shows for a moment which one it is. */
function goToMessage(providerMessageId: string): boolean {
  const target = document.querySelector<HTMLElement>(
    `[data-provider-message="${CSS.escape(providerMessageId)}"]`,
  );
  if (!target) return false;
  target.scrollIntoView({ block: 'center' });
  target.focus({ preventScroll: true });
  target.animate([{ background: 'var(--accent-soft)' }, { background: 'transparent' }], FLASH_MS);
  return true;
}
