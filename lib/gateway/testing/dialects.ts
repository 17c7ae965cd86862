import type { GatewayDialect } from '../create-client';

/** An account that a test made, as the control API of the sandbox answers it. */
export interface Made {
  /** Of v1, and of the control API. */
  id: string;
  v2Id: string;
  postpressId: string;
  providerId: string;
}

export interface Dialect {
  dialect: GatewayDialect;
  apiKey(sandbox: { apiKey: string; apiKeyV2: string; apiKeyPostpress: string }): string;
  /** What this dialect calls an account. */
  accountId(made: Made): string;
  /** Where an invitation goes, an answer to one, taking one back, a message, a new chat; with `*`. */
  routes: Readonly<
    Record<'send' | 'answer' | 'withdraw' | 'message' | 'start', readonly [string, string]>
  >;
  /** How a note of 301 characters is refused. */
  tooLongNote: string;
  /** Whether what it delivers is signed. */
  isSigning: boolean;
  /** The type of an account that must sign in again. */
  disconnectedType: string;
}

/** Every dialect behaves the same behind the interface; what differs stands here. */
export const DIALECTS: readonly Dialect[] = [
  {
    dialect: 'unipile-v1',
    apiKey: ({ apiKey }) => apiKey,
    accountId: ({ id }) => id,
    routes: routesOfV1('/api/v1'),
    tooLongNote: 'too_large',
    isSigning: false,
    disconnectedType: 'errors/disconnected_account',
  },
  {
    dialect: 'unipile-v2',
    apiKey: ({ apiKeyV2 }) => apiKeyV2,
    accountId: ({ v2Id }) => v2Id,
    routes: {
      send: ['POST', '/v2/*/users/me/relation-requests'],
      answer: ['POST', '/v2/*/users/me/relation-requests/*'],
      withdraw: ['POST', '/v2/*/users/me/relation-requests/*/cancel'],
      message: ['POST', '/v2/*/chats/*/messages/send'],
      start: ['POST', '/v2/*/chats/send'],
    },
    tooLongNote: 'invalid_request',
    isSigning: true,
    disconnectedType: 'provider/invalid_authorization',
  },
  {
    dialect: 'postpress',
    apiKey: ({ apiKeyPostpress }) => apiKeyPostpress,
    accountId: ({ postpressId }) => postpressId,
    routes: routesOfV1('/v1'),
    tooLongNote: 'too_large',
    isSigning: false,
    disconnectedType: 'errors/disconnected_account',
  },
];

export function dialectOf(dialect: GatewayDialect): Dialect {
  const found = DIALECTS.find((one) => one.dialect === dialect);
  if (!found) throw new Error(`There is no dialect ${dialect}.`);
  return found;
}

/** Below the base of whoever speaks the format of v1. */
function routesOfV1(base: string): Dialect['routes'] {
  return {
    send: ['POST', `${base}/users/invite`],
    answer: ['POST', `${base}/users/invite/received/*`],
    withdraw: ['DELETE', `${base}/users/invite/sent/*`],
    message: ['POST', `${base}/chats/*/messages`],
    start: ['POST', `${base}/chats`],
  };
}
