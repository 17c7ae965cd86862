import { digitsOf, numberOf } from '../ids';
import type { Account, Invitation } from '../state';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id as v2 has them: a prefix and 26 small letters and digits, the same for the same parts. */
export function v2IdOf(prefix: string, ...parts: (string | number)[]): string {
  const marks = Array.from({ length: 24 }, (_, index) => {
    const number = numberOf('v2', prefix, index, ...parts);
    return alphabet.charAt(number % alphabet.length);
  });
  return `${prefix}_01${marks.join('')}`;
}

/** The one application of this tenant. */
export const applicationId = v2IdOf('app', 'sandbox');

/** The account under v2: another id than under v1, which stands in its metadata. */
export function v2AccountId(account: Pick<Account, 'id'>): string {
  return v2IdOf('acc', account.id);
}

/** What LinkedIn itself calls an invitation; v2 has no id of its own for it. */
export function requestId(invitation: Pick<Invitation, 'id'>): string {
  return `7${digitsOf(18, 'invitation', invitation.id)}`;
}
