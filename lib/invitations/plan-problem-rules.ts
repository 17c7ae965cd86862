import { visibleName } from '@/lib/core/one-line';
import { type ErrorWords, errorWords } from '@/lib/gateways/error-rules';
import type { PlanProblem, PlanState } from './types';

/** The type of ours for one of unknown fate that no list had afterwards. */
export const NOT_IN_LIST = 'not_in_list';

interface PlanError {
  code: string;
  type: string | null;
  requestId: string | null;
}

interface Names {
  account: string;
  /** As LinkedIn has it. */
  person: string | null;
}

/** What a person is told of a planned invitation that did not leave, that waits after a refusal, or whose fate is unknown. */
export function planProblem(
  error: PlanError | null,
  state: PlanState,
  names: Names,
): PlanProblem | null {
  if (!error) return null;
  const { account } = names;
  const person = personInSentence(names.person);
  const own = error.type === null ? undefined : ownWords(error.type, { account, person });
  const words =
    own ??
    errorWords(
      error,
      { subject: 'invitation', isUnknown: state === 'unknown', isRepeated: state === 'planned' },
      { account, person, provider: 'LINKEDIN' },
    );
  return { ...words, requestId: error.requestId };
}

/** What somebody is called inside a sentence, named or not. */
export function personInSentence(name: string | null): string {
  return visibleName(name) ?? 'This person';
}

/** Reasons of our own, which the API has no word for. */
function ownWords(
  type: string,
  { account, person }: { account: string; person: string },
): ErrorWords | undefined {
  switch (type) {
    case 'not_allowed_any_more':
      return {
        text: `Whoever planned it may no longer send from ${account}. No invitation was sent.`,
        step: 'none',
      };
    case 'note_too_long':
      return {
        text: `The note is longer than LinkedIn now lets ${account} write. No invitation was sent.`,
        step: 'edit',
      };
    case 'invited_by_hand':
      return { text: `${person} was invited by hand meanwhile.`, step: 'see_sent' };
    case 'connected_meanwhile':
      return { text: `${person} is a connection already.`, step: 'none' };
    case NOT_IN_LIST:
      return {
        text: 'LinkedIn did not answer, and its list of sent invitations does not have it: it did not leave, or was answered at once. Plan it again if you like; LinkedIn refuses a second one.',
        step: 'edit',
      };
  }
}
