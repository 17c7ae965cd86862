'use client';

import { Pencil } from 'lucide-react';
import { Avatar } from '@/components/ui/avatar';
import { Tooltip } from '@/components/ui/tooltip';
import { presenceText } from '@/lib/presence/rules';
import { usePresent } from './use-presence';

const MOST_SHOWN = 3;

/** Colleagues in the open conversation: a picture for who looks, with a pen for who types. */
export function PresentMembers({ conversationId }: { conversationId: string }) {
  const present = usePresent(conversationId);
  const text = presenceText(present);
  return (
    <span role="status" className="contents">
      {present.length > 0 && (
        <Tooltip content={text} side="bottom">
          {/* Reached by Tab, since the names are said nowhere else. */}
          <button
            type="button"
            aria-label={text}
            className="flex h-7 items-center -space-x-1.5 rounded-control px-1 rtl:space-x-reverse"
          >
            {present.slice(0, MOST_SHOWN).map((member) => (
              <span
                key={member.memberId}
                className="relative inline-flex rounded-full ring-2 ring-surface"
              >
                <Avatar name={member.name} size={24} />
                {member.kind === 'typing' && (
                  <span className="absolute -end-1 -bottom-1 inline-flex size-3.5 items-center justify-center rounded-full bg-accent text-on-accent">
                    <Pencil className="size-2.5!" />
                  </span>
                )}
              </span>
            ))}
            {present.length > MOST_SHOWN && (
              <span className="ps-2.5 text-meta text-fg-2 tabular-nums">
                +{present.length - MOST_SHOWN}
              </span>
            )}
          </button>
        </Tooltip>
      )}
    </span>
  );
}
