import type { AuthAnswer, AuthCredentials } from '../auth-types';
import type { GatewayClient } from '../client';
import { testClient } from './clients';
import type { Dialect, Made } from './dialects';

/** A sign-in that waits, as the control API of the sandbox shows it. */
export interface Waiting {
  id: string;
  v2Id: string;
  postpressId: string;
  country: string | null;
  qrcode: string | null;
  resentCount: number;
  state: string;
}

export type WithPassword = 'LINKEDIN' | 'INSTAGRAM' | 'MESSENGER' | 'TWITTER';

/** User name and password of a provider, as its form asks for them. */
export function password(
  provider: WithPassword,
  username: string,
  secret = 'right',
): AuthCredentials {
  const common = { method: 'credentials', username, password: secret } as const;
  if (provider === 'TWITTER') return { provider, email: 'mail@x.example', ...common };
  return { provider, ...common };
}

export function cookies(accessToken: string, userAgent = 'Firefox'): AuthCredentials {
  return { provider: 'LINKEDIN', method: 'cookies', accessToken, premiumToken: null, userAgent };
}

export function servers(user: string, imapHost: string, secret = 'right'): AuthCredentials {
  const server = { port: 993, encryption: 'tls', user, password: secret } as const;
  const smtp = { ...server, host: 'smtp.x.example' };
  return { provider: 'MAIL', method: 'servers', imap: { ...server, host: imapHost }, smtp };
}

export const WHATSAPP = { provider: 'WHATSAPP', method: 'qr' } as const;

/** The checkpoint of an answer that must be one. */
export function asked(answer: AuthAnswer | null) {
  if (answer?.state !== 'checkpoint') throw new Error(`No checkpoint: ${answer?.state}`);
  return answer;
}

/** The parts of a running sandbox that are needed; this folder knows no more of it. */
interface Sandbox {
  url: string;
  apiKey: string;
  apiKeyV2: string;
  apiKeyPostpress: string;
  control: <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>;
}

type Until = <T>(what: string, ask: () => Promise<T | null | false>) => Promise<T>;

/** Signing in through one dialect of a sandbox, and what its owner does meanwhile. */
export function signIns(sandbox: Sandbox, spec: Dialect, until: Until) {
  const { client } = testClient(sandbox.url, { apiKey: spec.apiKey(sandbox) }, spec.dialect);
  const idOf = (one: Waiting) => spec.accountId({ providerId: '', ...one });
  return {
    client,
    start: (credentials: AuthCredentials, reconnectId: string | null = null) =>
      client.startAuth({ credentials, reconnectId, country: null }),
    /** What the owner of the account or the provider does. */
    act: (intentId: string, what: string, body?: object) =>
      sandbox.control('POST', `/intents/${intentId}/${what}`, body),
    async waiting(intentId: string) {
      const all = await sandbox.control<Waiting[]>('GET', '/intents');
      const found = all.findLast((one) => idOf(one) === intentId);
      if (!found) throw new Error(`Nobody waits under ${intentId}.`);
      return found;
    },
    /** The account, once it works. */
    works: (accountId: string) =>
      until('the account works', async () => {
        const account = await client.getAccount(accountId);
        return account.status === 'ok' && account;
      }),
    /** How it ended, once it did. */
    ended: (provider: AuthCredentials['provider'], intentId: string, isReconnect = false) =>
      until('the sign-in ended', async () => {
        const answer = await client.pollAuth({ provider, intentId, isReconnect });
        return answer?.state === 'signed_in' && answer;
      }),
    /** An account that is signed out. */
    async make(type: string, login: string) {
      const body = { type, login, status: 'CREDENTIALS' };
      return spec.accountId(await sandbox.control<Made>('POST', '/accounts', body));
    },
  } satisfies { client: GatewayClient; [name: string]: unknown };
}
