import { read, readObject } from '@/lib/gateway/answers';
import type { GatewayClient, HostedAuthRequest } from '@/lib/gateway/client';
import { garbage } from '@/lib/gateway/errors';
import type { GatewayHttp } from '@/lib/gateway/http';
import { removed } from '@/lib/gateway/outcomes';
import { readPage } from './answers';
import { toAccount } from './map';
import { hostedAuthNames } from './provider-names';
import { accountSchema, hostedAuthSchema, resyncSchema } from './wire';

type AccountVerbs = Pick<
  GatewayClient,
  | 'listAccounts'
  | 'getAccount'
  | 'deleteAccount'
  | 'restartAccount'
  | 'resyncAccount'
  | 'createHostedAuthLink'
>;

/** Accounts and hosted auth. */
export function accountVerbs(http: GatewayHttp): AccountVerbs {
  return {
    listAccounts(page = {}) {
      const { cursor, limit } = page;
      const call = { method: 'GET', route: '/api/v1/accounts', query: { cursor, limit } } as const;
      return readPage(http, call, accountSchema, toAccount);
    },

    async getAccount(providerAccountId) {
      const call = { method: 'GET', ...oneAccount(providerAccountId) } as const;
      const account = toAccount(await read(http, call, accountSchema));
      // Callbacks are believed on the strength of this read, so it must be about this account.
      if (account.providerAccountId !== providerAccountId) throw garbage(null);
      return account;
    },

    async deleteAccount(providerAccountId) {
      const call = { method: 'DELETE', ...oneAccount(providerAccountId) } as const;
      await removed(readObject(http, call, 'AccountDeleted'));
    },

    async restartAccount(providerAccountId) {
      const one = oneAccount(providerAccountId);
      const call = { method: 'POST', ...one, route: `${one.route}/restart` } as const;
      // A failed restart is a 200 as well.
      const name = await readObject(http, call, 'AccountRestarted', 'AccountFailedToRestart');
      return name === 'AccountRestarted';
    },

    async resyncAccount(providerAccountId) {
      const one = oneAccount(providerAccountId);
      const call = { method: 'GET', ...one, route: `${one.route}/sync` } as const;
      return (await read(http, call, resyncSchema)).status;
    },

    async createHostedAuthLink(request) {
      const call = {
        method: 'POST',
        route: '/api/v1/hosted/accounts/link',
        body: { kind: 'json', value: hostedAuthBody(request, http.origin) },
      } as const;
      return (await read(http, call, hostedAuthSchema)).url;
    },
  };
}

/** The route of one account. */
export function oneAccount(providerAccountId: string) {
  return {
    route: '/api/v1/accounts/{accountId}',
    params: { accountId: providerAccountId },
    providerAccountId,
  };
}

function hostedAuthBody(request: HostedAuthRequest, apiUrl: string): Record<string, unknown> {
  const { kind } = request;
  const target =
    kind.type === 'create'
      ? { type: 'create', providers: hostedAuthNames(kind.providers) }
      : { type: 'reconnect', reconnect_account: kind.providerAccountId };
  return {
    ...target,
    api_url: apiUrl,
    // Milliseconds are part of the API's pattern, and `toISOString` always has them.
    expiresOn: request.expiresAt.toISOString(),
    name: request.name,
    notify_url: request.notifyUrl,
    success_redirect_url: request.successUrl,
    failure_redirect_url: request.failureUrl,
    bypass_success_screen: true,
  };
}
