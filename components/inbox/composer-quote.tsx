import { X } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import type { ThreadMessage } from '@/lib/inbox/types';

type ComposerQuoteProps = { message: ThreadMessage; onDrop: () => void };

/** The message that the next one will answer. */
export function ComposerQuote({ message, onDrop }: ComposerQuoteProps) {
  return (
    <div className="mx-3 mt-2 flex items-start gap-2 border-s-2 border-line-strong ps-2 text-meta text-fg-2">
      <div className="min-w-0 flex-1">
        <bdi className="block truncate font-medium">
          {message.isOurs ? 'You' : message.senderName}
        </bdi>
        <span dir="auto" className="line-clamp-2 break-words">
          {message.text ?? <i>Message without text</i>}
        </span>
      </div>
      <IconButton label="Do not quote" icon={<X />} size={28} onClick={onDrop} />
    </div>
  );
}
