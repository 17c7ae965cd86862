import type { GatewayDialect } from '../create-client';

/** An account that a test made, as the control API of the sandbox answers it. */
export interface Made {
  /** Of v1, and of the control API. */
  id: string;
  v2Id: string;
  providerId: string;
}

export interface Dialect {
  dialect: GatewayDialect;
  apiKey(sandbox: { apiKey: string; apiKeyV2: string }): string;
  /** What this dialect calls an account. */
  accountId(made: Made): string;
  /** Where an invitation is sent to, an answered one and one that is taken back; with `*`. */
  routes: { send: [string, string]; answer: [string, string]; withdraw: [string, string] };
  /** How a note of 301 characters is refused. */
  tooLongNote: string;
  /** The type of an account that must sign in again. */
  disconnectedType: string;
}

/** Every dialect behaves the same behind the interface; what differs stands here. */
export const DIALECTS: readonly Dialect[] = [
  {
    dialect: 'unipile-v1',
    apiKey: ({ apiKey }) => apiKey,
    accountId: ({ id }) => id,
    routes: {
      send: ['POST', '/api/v1/users/invite'],
      answer: ['POST', '/api/v1/users/invite/received/*'],
      withdraw: ['DELETE', '/api/v1/users/invite/sent/*'],
    },
    tooLongNote: 'too_large',
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
    },
    tooLongNote: 'invalid_request',
    disconnectedType: 'provider/invalid_authorization',
  },
];
