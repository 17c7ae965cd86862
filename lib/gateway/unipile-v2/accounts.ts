import { read } from '@/lib/gateway/answers';
import type { GatewayClient, HostedAuthRequest } from '@/lib/gateway/client';
import { garbage } from '@/lib/gateway/errors';
import type { GatewayHttp } from '@/lib/gateway/http';
import { removed } from '@/lib/gateway/outcomes';
import { notSupported, readPage } from './answers';
import { toAccount } from './map';
import { v2Names } from './provider-names';
import { accountSchema, deletedSchema, hostedAuthSchema } from './wire';

type AccountVerbs = Pick<
  GatewayClient,
  | 'listAccounts'
  | 'getAccount'
  | 'deleteAccount'
  | 'restartAccount'
  | 'resyncAccount'
  | 'createHostedAuthLink'
>;

/** Accounts (v2 §2). */
export function accountVerbs(http: GatewayHttp): AccountVerbs {
  return {
    listAccounts(page = {}) {
      const call = { method: 'GET', route: '/v2/accounts/' } as const;
      return readPage(http, call, page, accountSchema, toAccount);
    },

    async getAccount(providerAccountId) {
      const call = { method: 'GET', ...oneAccount(providerAccountId) } as const;
      const account = toAccount(await read(http, call, accountSchema));
      // Events are believed on the strength of this read, so it must be about this account.
      if (account.providerAccountId !== providerAccountId) throw garbage(null);
      return account;
    },

    async deleteAccount(providerAccountId) {
      const call = { method: 'DELETE', ...oneAccount(providerAccountId) } as const;
      await removed(read(http, call, deletedSchema));
    },

    // v2 restarts an errored account itself; there is no call for it.
    async restartAccount() {
      throw notSupported();
    },

    async resyncAccount() {
      throw notSupported();
    },

    async createHostedAuthLink(request) {
      const value = hostedAuthBody(request);
      const body = { kind: 'json', value } as const;
      const call = { method: 'POST', route: '/v2/auth/link', body } as const;
      return (await read(http, call, hostedAuthSchema)).link;
    },
  };
}

/**
 * v2 calls nobody back: `account.add` and `account.reconnect` bring our name as their state. It comes
 * back to one address, whatever the end; a failure has an `error_title` there.
 */
function hostedAuthBody({ kind, expiresAt, name, successUrl }: HostedAuthRequest) {
  const common = { expires_on: expiresAt.toISOString(), redirect_uri: successUrl, state: name };
  if (kind.type === 'reconnect') return { ...common, account_id: kind.providerAccountId };
  const providers = v2Names(kind.providers);
  // None that v2 offers: it would take an empty list for a mistake of ours.
  if (providers.length === 0) throw notSupported();
  return { ...common, providers };
}

function oneAccount(providerAccountId: string) {
  return {
    route: '/v2/accounts/{accountId}',
    params: { accountId: providerAccountId },
    providerAccountId,
  };
}
