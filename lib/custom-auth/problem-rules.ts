import type { ConnectableProvider } from '@/lib/connect/types';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import type { AttemptReason, AuthMethod, ShownCheckpoint } from './types';

/** What the API says of a sign-in, by type without its prefix (contract errors.md). */
const REASONS: ReadonlyMap<string, AttemptReason> = new Map([
  ['invalid_credentials', 'wrong_credentials'],
  ['expired_credentials', 'wrong_credentials'],
  ['disconnected_account', 'wrong_credentials'],
  ['unauthorized', 'wrong_credentials'],
  ['invalid_authorization', 'wrong_credentials'],
  ['invalid_credentials_but_valid_account_imap', 'app_password'],
  ['invalid_imap_configuration', 'imap_server'],
  ['invalid_smtp_configuration', 'smtp_server'],
  ['wrong_account', 'wrong_account'],
  ['account_mismatch', 'wrong_account'],
  ['session_mismatch', 'wrong_account'],
  ['captcha_not_supported', 'captcha'],
  ['multiple_sessions', 'multiple_sessions'],
  ['operation_canceled', 'replaced'],
  // v2 says so of an attempt in whose place a newer one came.
  ['conflict', 'replaced'],
  ['auth_in_progress', 'in_progress'],
  ['checkpoint_error', 'cannot_be_passed'],
  ['unknown_authentication_context', 'cannot_be_passed'],
  ['action_required', 'cannot_be_passed'],
  ['authentication_intent_error', 'broken_off'],
  ['already_exists', 'already_connected'],
  ['account_restricted', 'restricted'],
  ['too_many_requests', 'slow_down'],
  ['invalid_proxy_credentials', 'proxy'],
  ['proxy_auth_error', 'proxy'],
  ['feature_not_implemented', 'not_supported'],
  ['not_implemented', 'not_supported'],
  ['missing_credentials', 'key_refused'],
  ['missing_authorization', 'key_refused'],
  ['expired_authorization', 'key_refused'],
  ['invalid_auth_format', 'key_refused'],
]);

interface Refusal {
  code: string;
  type: string | null;
  status: number | null;
}

const slugOf = (type: string) => type.slice(type.lastIndexOf('/') + 1);

/** Whether the code itself was wrong: the sign-in goes on, and another one may be entered. */
export function isWrongCode({ type }: Refusal): boolean {
  return (
    type !== null &&
    ['invalid_checkpoint_solution', 'invalid_checkpoint_code'].includes(slugOf(type))
  );
}

/**
 * Why a sign-in ended, or `unconfirmed` where the request may have gone through in spite of the answer.
 * Of `request_timeout` v1 says with 408 that the five minutes are over, with 504 that the provider was slow.
 */
export function reasonOf(error: Refusal & { retry: string }): AttemptReason {
  const slug = error.type === null ? null : slugOf(error.type);
  if (slug === 'request_timeout' && error.status === 408) return 'expired';
  const known = slug === null ? undefined : REASONS.get(slug);
  if (known) return known;
  if (error.code === 'key_refused' || error.code === 'key_unreadable') return 'key_refused';
  // v2 knows an attempt no more once it is over; what v1 does not know yet is no error of its client.
  if (error.code === 'not_found') return 'expired';
  if (error.code === 'not_reached') return 'unreachable';
  if (error.code === 'throttled') return 'slow_down';
  return error.retry === 'unsafe' ? 'unconfirmed' : 'refused';
}

/** The sentence for an answer that the provider did not take, by what it had asked for. The sign-in goes on. */
export function wrongAnswerWords(
  asked: { type: ShownCheckpoint['type']; source?: string | null } | null,
  provider: ConnectableProvider,
): string {
  switch (asked?.type) {
    case 'phone':
      return `${PROVIDER_NAMES[provider]} did not take this number. Check the country code and the number.`;
    case 'contract':
      return `${PROVIDER_NAMES[provider]} did not take this contract. Choose another one.`;
    case 'two_factor':
      return asked.source === 'app'
        ? 'This was not right. Enter the code that the app shows now.'
        : WRONG_CODE;
    default:
      return WRONG_CODE;
  }
}

const WRONG_CODE = 'This was not right. Look whether a newer one has come, and enter it here.';

export interface AttemptWords {
  /** What happened, what is safe, what to do. */
  text: string;
  /** The field that it is about, as the form names it. */
  field: string | null;
}

const NOTHING = 'Nothing was changed.';

/** The sentence for a reason. */
export function attemptWords(
  reason: AttemptReason,
  { provider, method }: { provider: ConnectableProvider; method: AuthMethod },
): AttemptWords {
  const channel = provider === 'MAIL' ? 'The mail server' : PROVIDER_NAMES[provider];
  const say = (text: string, field: string | null = null): AttemptWords => ({ text, field });
  switch (reason) {
    case 'wrong_credentials':
      return wrongCredentials(channel, method);
    case 'app_password':
      return say(
        'The mail server knows this address and refused its password. Many need an app password, which you make in their security settings.',
        'password',
      );
    case 'imap_server':
      return say(
        'The server for incoming mail did not answer so. Check its name and port.',
        'imapHost',
      );
    case 'smtp_server':
      return say(
        'The server for outgoing mail did not answer so. Check its name and port.',
        'smtpHost',
      );
    case 'wrong_account':
    case 'other_account':
      return say(
        `Somebody else signed in than this account belongs to. Nothing was merged. Sign in as the right person, or connect the other one as a new account.`,
      );
    case 'captcha':
      return say(
        `${channel} asked for a puzzle that shows that you are a person. It cannot be solved here. ${NOTHING} Use the sign-in page of the connection service, or try again later.`,
      );
    case 'multiple_sessions':
      return say(
        `${channel} allows one sign-in at a time, and there is another. Sign in with cookies instead.`,
      );
    case 'expired':
      return say('The five minutes for this sign-in are over. Nothing was changed. Start again.');
    case 'replaced':
      return say(
        'A newer sign-in of this account took the place of this one. Go on with that one.',
      );
    case 'in_progress':
      return say(
        'A sign-in of this account is under way. Try again once it has ended, in five minutes at most.',
      );
    case 'cannot_be_passed':
      return say(
        `${channel} wants a step that cannot be done here. Sign in to ${PROVIDER_NAMES[provider]} in a browser, then start again.`,
      );
    case 'broken_off':
      return say(`${channel} broke the sign-in off. ${NOTHING} Start again.`);
    case 'already_connected':
      return say('This account is connected already. Reconnect it instead of connecting it again.');
    case 'restricted':
      return say(`${channel} restricted this account. Sign in there in a browser to see why.`);
    case 'slow_down':
      return say(`${channel} asks us to slow down. ${NOTHING} Try again in some minutes.`);
    case 'proxy':
      return say(
        `The way to ${PROVIDER_NAMES[provider]} is closed. An admin has to look at the connection.`,
      );
    case 'not_supported':
      return say('This sign-in is not possible here. Use the page of the connection service.');
    case 'refused':
      return say(`${channel} did not take this sign-in. ${NOTHING} Check what you entered.`);
    case 'unreachable':
      return say(`The connection service could not be reached. ${NOTHING} Try again in a minute.`);
    case 'unconfirmed':
      return say(
        'Whether the sign-in went through could not be confirmed. Look at your accounts in a minute before you try again.',
      );
    case 'unknown_account':
      return say('The provider does not know the account that was signed in. Start again.');
    case 'bound_elsewhere':
      return say(
        'This account belongs to somebody else here. It was not moved. Ask an admin to reassign it.',
      );
    case 'member_left':
      return say('You are no longer a member of this workspace.');
    case 'key_refused':
      return say('The connection service refuses our key. Ask an admin to renew it.');
  }
}

function wrongCredentials(channel: string, method: AuthMethod): AttemptWords {
  if (method === 'cookies') {
    return {
      text: `${channel} does not take this cookie. Copy li_at anew from a browser in which you are signed in.`,
      field: 'accessToken',
    };
  }
  if (method === 'qr') {
    return { text: `${channel} refused the sign-in. Check the password.`, field: 'password' };
  }
  return {
    text: `${channel} refused the sign-in. Check the name and the password.`,
    field: 'password',
  };
}
