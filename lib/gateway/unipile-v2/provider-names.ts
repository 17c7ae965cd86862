import type { Provider } from '@/lib/core/providers';

/** v2 knows neither Messenger nor X; what it adds later, and its `mock`, is `OTHER`. */
const NAMES: readonly (readonly [string, Provider])[] = [
  ['linkedin', 'LINKEDIN'],
  ['whatsapp', 'WHATSAPP'],
  ['instagram', 'INSTAGRAM'],
  ['telegram', 'TELEGRAM'],
  ['google', 'GOOGLE'],
  ['outlook', 'OUTLOOK'],
  ['imap', 'MAIL'],
];
const PROVIDER_BY_NAME: ReadonlyMap<string, Provider> = new Map(NAMES);

export function providerOf(name: string | null): Provider {
  return PROVIDER_BY_NAME.get(name?.toLowerCase() ?? '') ?? 'OTHER';
}

/** What v2 calls them; those that it does not offer are left out. */
export function v2Names(providers: readonly Provider[]): string[] {
  return NAMES.filter(([, provider]) => providers.includes(provider)).map(([name]) => name);
}
