import type { AccountItem, ShownStatus } from '@/lib/accounts/types';
import type {
  ConnectableProvider,
  ConnectPhase,
  ConnectReason,
  ConnectRequest,
} from '@/lib/connect/types';

/** What a person needs at hand, in the order of the grid. */
export const PROVIDER_GUIDE: readonly { provider: ConnectableProvider; needs: string }[] = [
  { provider: 'LINKEDIN', needs: 'E-mail and password, and the code that LinkedIn may send you' },
  { provider: 'WHATSAPP', needs: 'Your phone, to scan a QR code' },
  { provider: 'GOOGLE', needs: 'Your Google account; you confirm the access there' },
  { provider: 'OUTLOOK', needs: 'Your Microsoft account; you confirm the access there' },
  { provider: 'MAIL', needs: 'Address, password, and the IMAP and SMTP servers' },
  { provider: 'TELEGRAM', needs: 'Your phone, to scan a QR code' },
  { provider: 'INSTAGRAM', needs: 'User name and password, and a code if you use one' },
  { provider: 'MESSENGER', needs: 'Facebook e-mail and password' },
  { provider: 'TWITTER', needs: 'User name, e-mail and password' },
];

/** What happened, what is safe, what to do. */
export const CONNECT_REASONS: Readonly<Record<ConnectReason, string>> = {
  mint_failed: 'The sign-in page could not be opened. Nothing was changed. Try again in a minute.',
  forged: 'The confirmation did not match this request. Nothing was changed. Start again.',
  wrong_status: 'The provider did not confirm the sign-in. Nothing was changed. Start again.',
  unknown_account: 'The provider does not know the confirmed account. Start again.',
  bound_elsewhere:
    'This account belongs to somebody else here. It was not moved. Ask an admin to reassign it.',
  other_account: 'Another account was confirmed than the one to reconnect. Nothing was changed.',
  wrong_account:
    'You signed in with a different account. Nothing was merged. Sign in again with the right one.',
  expired: 'The sign-in took too long and its link has expired. Start again.',
  member_left:
    'The person who started this is no longer a member. Ask an admin to assign the account.',
};

/** After this time without a confirmation the page says so instead of going on to promise one. */
export const CONFIRMATION_PATIENCE_MS = 60_000;

/**
 * The three steps after the return from the wizard, each backed by data: the confirmation, the first
 * positive signal, the end of the import. `isLate`: the confirmation has not come in time.
 */
export function connectPhases(
  request: Pick<ConnectRequest, 'state'>,
  account: Pick<AccountItem, 'provider' | 'syncFinishedAt'> | null,
  shown: Pick<ShownStatus, 'code'> | null,
): readonly ConnectPhase[] {
  const isRefused = request.state === 'refused' || request.state === 'failed';
  const isSignedIn = request.state === 'completed';
  const isImported = isSignedIn && account !== null && account.syncFinishedAt !== null;
  const isReady = isImported && shown?.code === 'connected';
  const phase = (label: string, isDone: boolean, isCurrent: boolean): ConnectPhase => ({
    label,
    state: isDone ? 'done' : isCurrent ? 'current' : 'waiting',
  });
  return [
    isRefused
      ? { label: 'Signed in', state: 'failed' }
      : phase('Signed in', isSignedIn, !isSignedIn),
    phase('Importing history', isImported, isSignedIn && !isImported),
    phase('Ready', isReady, isImported && !isReady),
  ];
}
