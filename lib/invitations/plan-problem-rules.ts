import type { ErrorWords } from '@/lib/gateways/error-rules';
import { errorWords } from '@/lib/gateways/error-rules';
import type { PlanProblem, PlanState } from './types';

interface PlanError {
  code: string;
  type: string | null;
  requestId: string | null;
}

interface Names {
  account: string;
  person: string;
}

/** What a person is told of a planned invitation that did not leave, or whose fate is unknown. */
export function planProblem(
  error: PlanError | null,
  state: PlanState,
  names: Names,
): PlanProblem | null {
  if (!error) return null;
  const own = error.type === null ? undefined : ownWords(error.type, names);
  const words =
    own ??
    errorWords(
      error,
      { subject: 'invitation', isUnknown: state === 'unknown' },
      { ...names, provider: 'LINKEDIN' },
    );
  return { ...words, requestId: error.requestId };
}

/** Reasons of our own, which the API has no word for. */
function ownWords(type: string, { account, person }: Names): ErrorWords | undefined {
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
    case 'not_in_list':
      return {
        text: 'LinkedIn did not answer, and its list of sent invitations does not have it: it did not leave, or was answered at once. Plan it again if you like; LinkedIn refuses a second one.',
        step: 'edit',
      };
  }
}
