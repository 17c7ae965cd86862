import type { ConnectableProvider } from '@/lib/connect/types';
import { CONNECTABLE_PROVIDERS } from '@/lib/core/providers';
import { HOUR_MS } from '@/lib/core/time';
import type { GatewayDialect } from '@/lib/gateway/create-client';
import type { WebhookState } from './types';

/** Which API it is, by the name of who runs it; in the order in which they are offered. */
export const DIALECT_NAMES: Readonly<Record<GatewayDialect, string>> = {
  'unipile-v1': 'Unipile v1',
  'unipile-v2': 'Unipile v2',
  postpress: 'PostPress',
};

/** Where the dialect has one address for all its customers. */
const DIALECT_ADDRESSES: Readonly<Partial<Record<GatewayDialect, string>>> = {
  'unipile-v2': 'https://api.unipile.com',
  postpress: 'https://api.postpress.ai',
};

/** v2 has neither Messenger nor X, and its e-mails we do not read yet: a mailbox would stay empty. */
const PROVIDERS_OF_V2: readonly ConnectableProvider[] = [
  'LINKEDIN',
  'WHATSAPP',
  'TELEGRAM',
  'INSTAGRAM',
];

/** What can be connected through an API connection. */
export function providersThrough(dialect: GatewayDialect): readonly ConnectableProvider[] {
  return dialect === 'unipile-v2' ? PROVIDERS_OF_V2 : CONNECTABLE_PROVIDERS;
}

/** The address to offer once another dialect is chosen: what somebody typed themselves stays. */
export function addressAfterChoice(typed: string, dialect: GatewayDialect): string {
  const isOffered = typed === '' || Object.values(DIALECT_ADDRESSES).includes(typed);
  return isOffered ? (DIALECT_ADDRESSES[dialect] ?? '') : typed;
}

export const MAX_CONNECTION_NAME_CHARACTERS = 60;
export const MAX_KEY_CHARACTERS = 1_000;

/** The list of the API is read each hour; what is older than two of these was missed. */
const WEBHOOKS_FRESH_MS = 2 * HOUR_MS;

/** What the two times of a connection's webhooks prove at a time, all in milliseconds since 1970. */
export function webhookState(
  { checkedAtMs, echoAtMs }: { checkedAtMs: number | null; echoAtMs: number | null },
  nowMs: number,
): WebhookState {
  if (echoAtMs !== null) return 'verified';
  const isFresh = checkedAtMs !== null && nowMs - checkedAtMs < WEBHOOKS_FRESH_MS;
  return isFresh ? 'registered' : 'unknown';
}

/** Why the API did not answer as it should, for whoever may change the connection; `code` of the last failure. */
export function connectionProblem(code: string | null): string | null {
  switch (code) {
    case null:
      return null;
    case 'key_refused':
      return 'The API refuses the key. Change it here.';
    case 'key_unreadable':
      return 'The stored key cannot be opened here: the encryption key that sealed it is missing. Enter it again.';
    case 'not_reached':
      return 'Nothing answers at this address.';
    case 'timeout':
      return 'The API takes too long to answer.';
    case 'garbage':
      return 'What answers at this address is not the API.';
    default:
      return 'The API has trouble right now. We keep trying.';
  }
}
