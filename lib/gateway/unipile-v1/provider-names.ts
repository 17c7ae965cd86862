import type { Provider } from '@/lib/core/providers';

/**
 * Every name that v1 has for a service: accounts say GOOGLE_OAUTH, links and webhooks GOOGLE, own
 * profiles GMAIL. SLACK, MOBILE, GOOGLE_CALENDAR and new ones are `OTHER`.
 */
const PROVIDER_BY_NAME: ReadonlyMap<string, Provider> = new Map([
  ['LINKEDIN', 'LINKEDIN'],
  ['WHATSAPP', 'WHATSAPP'],
  ['INSTAGRAM', 'INSTAGRAM'],
  ['MESSENGER', 'MESSENGER'],
  ['TELEGRAM', 'TELEGRAM'],
  ['TWITTER', 'TWITTER'],
  ['GOOGLE', 'GOOGLE'],
  ['GOOGLE_OAUTH', 'GOOGLE'],
  ['GMAIL', 'GOOGLE'],
  ['OUTLOOK', 'OUTLOOK'],
  ['MAIL', 'MAIL'],
  ['IMAP', 'MAIL'],
  ['ICLOUD', 'MAIL'],
  ['EXCHANGE', 'MAIL'],
]);

export function providerOf(name: string | null): Provider {
  return PROVIDER_BY_NAME.get(name?.toUpperCase() ?? '') ?? 'OTHER';
}

/** Hosted auth links want the short names, which are ours; there is none for `OTHER`. */
export function hostedAuthNames(providers: readonly Provider[]): string[] {
  return providers.filter((provider) => provider !== 'OTHER');
}
