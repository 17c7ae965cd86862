import type { ConnectableProvider } from '@/lib/connect/types';
import type { SignInForm } from './schema';
import type { AuthMethod } from './types';

/** Whom and how each form signs in. */
export const FORMS: Readonly<
  Record<SignInForm, { provider: ConnectableProvider; method: AuthMethod }>
> = {
  linkedin: { provider: 'LINKEDIN', method: 'credentials' },
  'linkedin-cookies': { provider: 'LINKEDIN', method: 'cookies' },
  whatsapp: { provider: 'WHATSAPP', method: 'qr' },
  telegram: { provider: 'TELEGRAM', method: 'qr' },
  instagram: { provider: 'INSTAGRAM', method: 'credentials' },
  messenger: { provider: 'MESSENGER', method: 'credentials' },
  x: { provider: 'TWITTER', method: 'credentials' },
  imap: { provider: 'MAIL', method: 'servers' },
};

export function formOf(provider: ConnectableProvider, method: AuthMethod): SignInForm | null {
  const found = Object.entries(FORMS).find(
    ([, one]) => one.provider === provider && one.method === method,
  );
  return (found?.[0] as SignInForm | undefined) ?? null;
}

export const METHOD_LABELS: Readonly<Record<AuthMethod, string>> = {
  credentials: 'Name and password',
  cookies: 'Cookies of your browser',
  qr: 'QR code',
  servers: 'Mail servers',
};

/** A sign-in lives five minutes at the API (contract v1 2.6). */
export const ATTEMPT_LIFE_MS = 5 * 60_000;

/** How often we look whether a code was scanned: a person waits, and the API has limits. */
export const FOLLOW_MS = 2_000;

/** Providers let a QR code die after some 20 seconds; the next one is there before. */
export const QR_LIFE_MS = 18_000;

/** Each wrong password counts at the provider, which locks people out. */
export const MOST_ATTEMPTS_AN_HOUR = 10;

/** `(+33)0612345678`, as the API takes a number; null when it is none. */
export function phoneSolution(countryCode: string, number: string): string | null {
  const prefix = countryCode.replace(/[^\d]/g, '');
  const digits = number.replace(/[\s().\-/]/g, '');
  if (!/^\d{1,3}$/.test(prefix) || !/^\d{6,14}$/.test(digits)) return null;
  return `(+${prefix})${digits}`;
}

/** `4:07` of the time that is left. */
export function countdownText(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The one of a provider's ways that a page of ours begins with. */
export function connectPath(where: {
  provider?: string;
  connection?: string;
  account?: string;
  method?: AuthMethod;
}): string {
  const query = new URLSearchParams(
    Object.entries(where).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  return `/accounts/connect?${query}`;
}
