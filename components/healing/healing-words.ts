import type { HealingStep, TryOutcome } from '@/lib/healing/types';

export interface StepWords {
  label: string;
  /** What came of it, or what it means; may be empty. */
  line: string;
  tone: 'ok' | 'info' | 'warn' | 'bad' | 'neutral';
}

const OUTCOMES: Readonly<Record<TryOutcome, [line: string, tone: StepWords['tone']]>> = {
  signed_in: ['LinkedIn took it.', 'ok'],
  refused: ['LinkedIn refused it.', 'warn'],
  checkpoint: ['LinkedIn asks for more than the cookie, which only you can give.', 'bad'],
  wrong_account: ['It belongs to somebody else. Nothing was merged.', 'bad'],
  restricted: ['LinkedIn limits this account.', 'bad'],
  not_reached: ['The connection service was not reached, so it did not leave.', 'warn'],
  unknown: [
    'No answer came. The account is read instead; it is not sent again before its time.',
    'warn',
  ],
};

const MISSED: Readonly<Record<string, string>> = {
  no_cookie: 'The browser has reported no session yet.',
  old_cookie:
    'The browser has reported no session that is newer than the failure. Is it open, and the extension not paused?',
  other_member: 'In that browser somebody else is signed in to LinkedIn.',
  other_browser: 'Its code is used in another browser now.',
};

const WAITED: Readonly<Record<string, string>> = {
  provider_down: 'Many LinkedIn accounts dropped at once. Nothing is tried until that is over.',
  person: 'Somebody is signing in by hand. Nothing is tried meanwhile.',
  api_down: 'The connection service does not answer, so the account could not be read.',
  connecting: 'The account is connecting.',
};

const MAILED: Readonly<Record<string, string>> = {
  exhausted: 'Nothing helped in four tries.',
  checkpoint: 'LinkedIn wants something that only a person can give.',
  restriction: 'LinkedIn limits this account.',
  wrong_account: 'The browser is signed in as somebody else.',
  ghost: 'The same person is connected a second time, and that connection works.',
  not_supported: 'This connection takes no cookies.',
};

/** What a step says. Times and the name of the browser are left to the caller. */
export function stepWords({ kind, reason, outcome }: HealingStep): StepWords {
  switch (kind) {
    case 'lost':
      if (reason === 'again') {
        return { label: 'Began again', line: 'There is a new session to try.', tone: 'info' };
      }
      return { label: 'Signed out', line: '', tone: 'bad' };
    case 'waited':
      return { label: 'Waited', line: WAITED[reason ?? ''] ?? '', tone: 'neutral' };
    case 'missed':
      return { label: 'Nothing to try', line: MISSED[reason ?? ''] ?? '', tone: 'warn' };
    case 'tried': {
      const [line, tone] = outcome ? OUTCOMES[outcome] : (['On its way.', 'info'] as const);
      return { label: 'Tried the session of the browser', line, tone };
    }
    case 'settled':
      return { label: 'Read the account', line: 'It is still signed out.', tone: 'neutral' };
    case 'mailed':
      return { label: 'Asked the owner by e-mail', line: MAILED[reason ?? ''] ?? '', tone: 'info' };
    case 'recovered':
      return { label: 'Works again', line: '', tone: 'ok' };
    case 'stopped':
      return { label: 'Stopped', line: 'The account is in another state now.', tone: 'neutral' };
  }
}
