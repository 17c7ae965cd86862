import { STATUS_WORDS } from '@/lib/accounts/rules';
import {
  type AccountStatus,
  RAW_NOT_VERIFIED,
  RAW_REFUSED,
  RAW_REMOVED,
  RAW_RESTRICTED,
  RAW_WRONG_ACCOUNT,
  type ShownStatusCode,
  type TimelineEntry,
  type TransitionCause,
} from '@/lib/accounts/types';

interface StoredStatus {
  status: AccountStatus;
  rawStatus: string;
}

/** The word of the list for a stored status of the past. */
export function pastCode({ status, rawStatus }: StoredStatus): ShownStatusCode {
  if (rawStatus === RAW_NOT_VERIFIED) return 'not_verified';
  if (rawStatus === RAW_WRONG_ACCOUNT) return 'wrong_account';
  return status;
}

export function pastWords(stored: StoredStatus) {
  return STATUS_WORDS[pastCode(stored)];
}

/** Why, in words; null where the status says everything. An unknown word of the API is shown as it is. */
export function reasonWords({ status, rawStatus }: StoredStatus, provider: string): string | null {
  switch (rawStatus) {
    case 'CREDENTIALS':
      return `${provider} ended the session and asks for a new sign-in.`;
    case 'PERMISSIONS':
      return `${provider} withdrew a permission.`;
    case 'ERROR':
      return `${provider} or the way to it did not work.`;
    case 'STOPPED':
      return 'The connection was stopped at the API.';
    case RAW_REFUSED:
      return `${provider} refused an action because the session had ended.`;
    case RAW_RESTRICTED:
      return `${provider} limited the account.`;
    case RAW_WRONG_ACCOUNT:
      return 'Somebody signed in as another person.';
    case RAW_NOT_VERIFIED:
      return 'Nothing proved that it was still connected.';
    case RAW_REMOVED:
      return 'The API no longer has the account.';
    default:
      return status === 'attention' ? `The API says ${rawStatus}.` : null;
  }
}

const CAUSES: Readonly<Record<TransitionCause, string>> = {
  connected: 'Connected here',
  reconnected: 'Signed in again',
  webhook: 'Reported by the API',
  check: 'Found by our check',
  api_error: 'Seen when an action was refused',
  member: 'Changed here',
  wrong_account: 'Seen after a sign-in',
};

/** How we learned of it: "Signed in again by Jane Ruiz". */
export function causeWords({ cause, memberName }: Pick<TimelineEntry, 'cause' | 'memberName'>) {
  return memberName ? `${CAUSES[cause]} by ${memberName}` : CAUSES[cause];
}
