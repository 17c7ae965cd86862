import { CalendarClock, Check, CheckCheck, CircleHelp, Clock, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Seen } from './message-seen';
import { isScheduled, type ThreadItem } from './thread-entries';

/** What became of one of our messages: icon and word, never a colour alone. */
export function SendState({ item, isGroup }: { item: ThreadItem; isGroup: boolean }): ReactNode {
  if (isSeen(item)) return <Seen message={item.message} isGroup={isGroup} />;
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
  scheduled: { icon: <CalendarClock />, text: 'Scheduled', tone: 'text-fg-2' },
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
  if (isScheduled(item)) return true;
  return item.type === 'send' && (item.send.state === 'failed' || item.send.state === 'unknown');
}

function stateOf(item: ThreadItem): State | null {
  if (item.type === 'outbox') return item.entry.state === 'failed' ? states.failed : states.sending;
  if (isScheduled(item)) return states.scheduled;
  if (item.type === 'send') return states[item.send.state];
  if (item.type === 'note') return null;
  const { message } = item;
  if (!message.isOurs || message.isDeleted) return null;
  return message.isDelivered ? states.delivered : states.sent;
}

function isSeen(item: ThreadItem): item is Extract<ThreadItem, { type: 'message' }> {
  return (
    item.type === 'message' && item.message.isOurs && !item.message.isDeleted && item.message.isSeen
  );
}
