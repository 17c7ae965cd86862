import { Check, CheckCheck, CircleHelp, Clock, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { BubbleTime } from './bubble-time';
import type { ThreadItem } from './thread-entries';

/** What became of one of our messages: icon and word, never a colour alone. */
export function SendState({ item }: { item: ThreadItem }): ReactNode {
  const state = stateOf(item);
  if (!state) return null;
  const { icon, text, tone } = state;
  return (
    <span className={`inline-flex items-center gap-1 [&_.lucide]:size-3.5 ${tone ?? ''}`}>
      {icon}
      {text}
    </span>
  );
}

type State = { icon: ReactNode; text: ReactNode; tone?: string };

const states = {
  held: { icon: <Clock />, text: 'Sending' },
  sending: { icon: <Clock />, text: 'Sending' },
  sent: { icon: <Check />, text: 'Sent' },
  delivered: { icon: <CheckCheck />, text: 'Delivered' },
  failed: { icon: <X />, text: 'Not sent', tone: 'font-medium text-bad' },
  unknown: { icon: <CircleHelp />, text: 'Not confirmed', tone: 'font-medium text-warn' },
  cancelled: { icon: <X />, text: 'Taken back' },
} as const satisfies Record<string, State>;

/** Whether a person has to know of it wherever the message stands in its group. */
export function needsAttention(item: ThreadItem): boolean {
  if (item.type === 'outbox') return item.entry.state === 'failed';
  return item.type === 'send' && (item.send.state === 'failed' || item.send.state === 'unknown');
}

function stateOf(item: ThreadItem): State | null {
  if (item.type === 'outbox') return item.entry.state === 'failed' ? states.failed : states.sending;
  if (item.type === 'send') return states[item.send.state];
  const { message } = item;
  if (!message.isOurs || message.isDeleted) return null;
  if (message.isSeen) return { icon: <CheckCheck />, text: <Seen at={message.seenAt} /> };
  return message.isDelivered ? states.delivered : states.sent;
}

function Seen({ at }: { at: string | null }) {
  if (!at) return 'Seen';
  return (
    <>
      Seen <BubbleTime at={at} />
    </>
  );
}
