import type { OthersAnswer } from '@/lib/inbox/types';
import type { PresentMember } from '@/lib/presence/types';

/** Why a reply may be a second answer. `key` tells one reason from the next. */
export type SecondAnswerReason =
  | { kind: 'answered'; key: string; name: string; at: string }
  | { kind: 'typing'; key: string; names: string[] };

/** Written for "there was no answer yet" when a draft was begun. */
export const NO_ANSWER = 'none';

/**
 * What stands against a reply whose draft was begun when `since` was the latest answer of others; null
 * while there is no draft. An answer weighs more than somebody who only types.
 */
export function reasonAgainst(
  since: string | null,
  answer: OthersAnswer | null,
  present: readonly PresentMember[],
): SecondAnswerReason | null {
  if (since !== null && answer && (since === NO_ANSWER || answer.at > since)) {
    return { kind: 'answered', key: `answered ${answer.at}`, ...answer };
  }
  const names = present.filter(({ kind }) => kind === 'typing').map(({ name }) => name);
  return names.length > 0 ? { kind: 'typing', key: `typing ${names.join()}`, names } : null;
}
