import { PROVIDER_NAMES, type Provider } from '@/lib/core/providers';
import type { GatewayErrorCode } from '@/lib/gateway/client';
import { ACCOUNT_ERRORS } from './account-error-rules';
import { LOOK_FIRST, REPORT, REQUEST_ERRORS } from './request-error-rules';
import type { ErrorSentence, ErrorSubject, NextStep } from './types';

/** What went wrong, in words for whoever looks at it, and what to do next. */
export interface ErrorWords {
  text: string;
  step: NextStep;
}

interface ErrorNames {
  account: string;
  provider: Provider;
  /** To whom it was to go. */
  person: string;
}

/**
 * The words for what the API answered: what happened, what is safe, what to do. By type where we know it, else by
 * class, so that a type of tomorrow has a sentence as well. `isUnknown`: it may have been done in spite of the answer;
 * `isRepeated`: it was not, and is tried again soon.
 */
export function errorWords(
  error: { code: string | null; type: string | null },
  {
    subject,
    isUnknown = false,
    isRepeated = false,
  }: { subject: ErrorSubject; isUnknown?: boolean; isRepeated?: boolean },
  names: ErrorNames,
): ErrorWords {
  const [what, advice, step] = sentenceOf(error);
  const happened = fill(what, subject, names);
  if (isUnknown) {
    const [unsure, safe] = UNSURE[subject];
    return { text: `${unsure} ${happened} ${safe}`, step: 'check' };
  }
  if (isRepeated) return { text: `${happened} ${SAFE[subject]} ${REPEATED}`, step: 'wait' };
  const parts = [happened, !DONE.has(step) && SAFE[subject], fill(advice, subject, names)];
  return { text: parts.filter(Boolean).join(' '), step };
}

function sentenceOf({ code, type }: { code: string | null; type: string | null }): ErrorSentence {
  // v2 has one type for all that a provider refuses; what the client found out beside it is in the class.
  const isVague = type === 'provider/unprocessable_entity' && code !== 'invalid_request';
  const byType = type === null || (isVague && code) ? undefined : sentenceOfType(type);
  return byType ?? sentenceIn(BY_CLASS, code ?? '') ?? OTHERWISE;
}

/** The sentence of a type as the wire has it, such as `errors/expired_link`; undefined for one that we do not know. */
export function sentenceOfType(type: string): ErrorSentence | undefined {
  const slug = type.slice(type.lastIndexOf('/') + 1);
  return (
    sentenceIn(BY_TYPE, type) ??
    sentenceIn(ACCOUNT_ERRORS, slug) ??
    sentenceIn(REQUEST_ERRORS, slug)
  );
}

function sentenceIn(
  table: Readonly<Record<string, ErrorSentence>>,
  key: string,
): ErrorSentence | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

const WORDS: Readonly<Record<ErrorSubject, Readonly<Record<string, string>>>> = {
  message: { thing: 'message', things: 'messages', text: 'message', place: 'conversation' },
  invitation: { thing: 'invitation', things: 'invitations', text: 'note', place: 'profile' },
  answer: { thing: 'answer', things: 'invitations', text: 'answer', place: 'invitation' },
};

/** What is certain where nothing was done. */
const SAFE: Readonly<Record<ErrorSubject, string>> = {
  message: 'Your message is saved here.',
  invitation: 'No invitation was sent.',
  answer: 'Nothing was done.',
};

/** What is said where it may have been done. */
const UNSURE: Readonly<Record<ErrorSubject, readonly [string, string]>> = {
  message: ['We could not confirm delivery.', 'It is not sent again by itself.'],
  invitation: ['We could not confirm the invitation.', 'We look it up before anything is sent.'],
  answer: ['We could not confirm that it was done.', 'We look it up, and the list shows it.'],
};

const REPEATED = 'We try it again by ourselves.';

/** After these nothing is left undone. */
const DONE: ReadonlySet<NextStep> = new Set(['open_conversation', 'see_sent', 'none']);

function fill(text: string, subject: ErrorSubject, names: ErrorNames): string {
  const words: Record<string, string> = {
    ...WORDS[subject],
    ...{ account: names.account, person: names.person, channel: channelOf(names.provider) },
  };
  return text.replace(/\{(\w+)\}/g, (_, name: string, at: number) => {
    const word = words[name] ?? '';
    // A name stays as its owner writes it.
    return at === 0 && name === 'channel' ? word[0]?.toUpperCase() + word.slice(1) : word;
  });
}

/** Inside a sentence. */
function channelOf(provider: Provider): string {
  if (provider === 'MAIL') return 'the mail server';
  return provider === 'OTHER' ? 'the provider' : PROVIDER_NAMES[provider];
}

/** Types of v2 that v1 does not have, or has with another meaning. */
const BY_TYPE: Readonly<Record<string, ErrorSentence>> = {
  'api/invalid_parameters': [
    'We asked {channel} in a way that it does not take, which is a fault on our side.',
    REPORT,
    'report',
  ],
  'api/invalid_auth_format': [
    'The connection of {account} is not set up right.',
    'An admin has to look at it.',
    'ask_admin',
  ],
  'api/missing_authorization': ACCOUNT_ERRORS.missing_credentials,
  'api/expired_authorization': [
    'The key of the connection has expired.',
    'An admin has to renew it.',
    'ask_admin',
  ],
  'provider/invalid_authorization': ACCOUNT_ERRORS.disconnected_account,
  'provider/invalid_credentials': [
    '{channel} refused the sign-in of {account}.',
    'Sign in again with the right password.',
    'reconnect',
  ],
  'provider/invalid_checkpoint_code': ACCOUNT_ERRORS.invalid_checkpoint_solution,
  'api/insufficient_permissions': [
    'The key of the connection does not allow this.',
    'An admin has to widen it.',
    'ask_admin',
  ],
  'provider/insufficient_permissions': [
    '{channel} does not allow {account} this: a right or a plan is missing.',
    'Reconnect it and allow it there, or use another account.',
    'reconnect',
  ],
  'api/inactive_subscription': [
    'The connection of {account} is not paid for.',
    'An admin has to look at it.',
    'ask_admin',
  ],
  'provider/method_not_allowed': REQUEST_ERRORS.feature_not_implemented,
  'api/conflict': [
    'Somebody else is changing the same thing at {channel}.',
    'Look at it anew, then try again.',
    'wait',
  ],
  'provider/conflict': [
    'At {channel} this has changed meanwhile.',
    'Look at it anew, then try again.',
    'wait',
  ],
  'provider/invalid_file': [
    '{channel} does not take this file.',
    'Take it out, or use another one.',
    'edit',
  ],
  'api/too_many_requests': [
    'We asked for too much in a short time.',
    'Try again in some minutes.',
    'wait',
  ],
  'api/internal_error': REQUEST_ERRORS.unexpected_error,
  'api/not_implemented': REQUEST_ERRORS.feature_not_implemented,
  'provider/server_error': REQUEST_ERRORS.provider_error,
  'provider/timeout': REQUEST_ERRORS.request_timeout,
  'api/proxy_timeout': REQUEST_ERRORS.request_timeout,
};

/** Of each class the sentence for a type that we do not know. */
const BY_CLASS: Readonly<Record<GatewayErrorCode, ErrorSentence>> = {
  key_refused: ACCOUNT_ERRORS.invalid_credentials,
  key_unreadable: [
    'The key of the connection of {account} cannot be opened here, so nothing was asked of {channel}.',
    'An admin has to enter it again.',
    'ask_admin',
  ],
  account_disconnected: ACCOUNT_ERRORS.disconnected_account,
  account_restricted: ACCOUNT_ERRORS.account_restricted,
  account_mismatch: ACCOUNT_ERRORS.account_mismatch,
  not_permitted: [
    '{channel} does not allow {account} this {thing}.',
    'Look at {channel} why.',
    'open_provider',
  ],
  not_supported: [
    '{channel} does not take this {thing} from here.',
    'Do it at {channel}.',
    'open_provider',
  ],
  not_found: REQUEST_ERRORS.resource_not_found,
  invalid_request: REQUEST_ERRORS.unprocessable_entity,
  too_large: REQUEST_ERRORS.too_many_characters,
  recipient_unreachable: REQUEST_ERRORS.user_unreachable,
  already_done: REQUEST_ERRORS.action_already_performed,
  limit_reached: ['{account} reached a limit of {channel}.', 'Try again later.', 'wait'],
  throttled: REQUEST_ERRORS.too_many_requests,
  checkpoint: [
    '{channel} wants one more step before {account} can go on.',
    'Sign in to {channel} in a browser, then try again.',
    'open_provider',
  ],
  link_expired: ACCOUNT_ERRORS.expired_link,
  provider_unavailable: REQUEST_ERRORS.provider_unreachable,
  timeout: REQUEST_ERRORS.request_timeout,
  not_reached: REQUEST_ERRORS.provider_unreachable,
  garbage: ['The answer for {channel} could not be read.', LOOK_FIRST, 'check'],
  unexpected: REQUEST_ERRORS.unexpected_error,
};

const OTHERWISE: ErrorSentence = BY_CLASS.invalid_request;
