import type { Choice } from '@/components/ui/choice-rules';
import type { Teammate, TriageFacts } from '@/lib/triage/types';

/** Stands for nobody among the ids of people. */
export const NOBODY = 'nobody';

/** Me first, then nobody, then the others by name; who may only read is shown and cannot be chosen. */
export function assignChoices(
  people: readonly Teammate[],
  subjects: readonly Pick<TriageFacts, 'assignee'>[],
): Choice[] {
  const holds = (memberId: string | null) => {
    const held = subjects.filter(({ assignee }) => (assignee?.memberId ?? null) === memberId);
    return held.length === 0 ? undefined : held.length === subjects.length ? 'Now' : 'Some now';
  };
  const choiceOf = ({ memberId, name, isMe, canAnswer }: Teammate): Choice => ({
    id: memberId,
    label: isMe ? `${name} (you)` : name,
    note: canAnswer ? holds(memberId) : 'May only read',
    isDisabled: !canAnswer,
  });
  const me = people.filter(({ isMe }) => isMe);
  const others = people.filter(({ isMe }) => !isMe);
  const answering = others.filter(({ canAnswer }) => canAnswer);
  const reading = others.filter(({ canAnswer }) => !canAnswer);
  return [
    ...me.map(choiceOf),
    { id: NOBODY, label: 'Nobody', note: holds(null) },
    ...[...answering, ...reading].map(choiceOf),
  ];
}
