import type { ReportRefusal, UseOutcome, UsePurpose } from '@/lib/extension/types';
import type { MissReason } from '@/lib/healing/types';

export const extensionDescription =
  'When LinkedIn signs an account out, Switchboard can sign it in again by itself with the session of your own browser. You decide which browser, and you see each use.';

export const REFUSAL_WORDS: Readonly<Record<ReportRefusal, string>> = {
  other_member:
    'In this browser you are signed in to LinkedIn as somebody else. Nothing was taken over. Sign in there as yourself, or remove this browser and pair it anew.',
  other_browser:
    'This code was used in another browser than the one that it was made for. Nothing was taken over. Make a code of its own for each browser.',
};

export const PURPOSE_WORDS: Readonly<Record<UsePurpose, string>> = {
  connect: 'Connect the account',
  repair: 'Sign in again',
};

export const OUTCOME_WORDS: Readonly<Record<UseOutcome, string>> = {
  signed_in: 'Signed in',
  refused: 'LinkedIn refused it',
  checkpoint: 'LinkedIn asked for more than the cookie',
  wrong_account: 'It belongs to somebody else',
  not_reached: 'Not tried: the API could not be reached',
  unknown: 'No answer; the account is read instead',
};

/** Why the session of a browser may not be tried, and what to do. */
export const MISS_WORDS: Readonly<Record<MissReason, string>> = {
  no_cookie: 'No session of it is kept. Open LinkedIn in it once.',
  old_cookie:
    'It has reported no session that is newer than the last try. Sign in to LinkedIn in it, and see that the extension is not paused.',
  other_member: 'What it reports is refused.',
  other_browser: 'What it reports is refused.',
};
