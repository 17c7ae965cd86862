import type { GatewayClient } from '@/lib/gateway/client';
import { GatewayError, garbage } from '@/lib/gateway/errors';
import type { GatewayHttp } from '@/lib/gateway/http';
import { read } from '@/lib/gateway/unipile-v1/answers';
import { notSupported, readByOffset } from './answers';
import { toAccount } from './map';
import { accountDeletedSchema, accountSchema } from './wire';

type AccountVerbs = Pick<
  GatewayClient,
  'listAccounts' | 'getAccount' | 'deleteAccount' | 'restartAccount'
>;

/** Accounts (v2 §2). */
export function accountVerbs(http: GatewayHttp): AccountVerbs {
  return {
    listAccounts(page = {}) {
      const call = { method: 'GET', route: '/v2/accounts/' } as const;
      return readByOffset(http, call, page, accountSchema, toAccount);
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
      try {
        await read(http, call, accountDeletedSchema);
      } catch (error) {
        if (!(error instanceof GatewayError && error.code === 'not_found')) throw error;
      }
    },

    // v2 restarts an errored account itself; there is no call for it.
    async restartAccount() {
      throw notSupported();
    },
  };
}

function oneAccount(providerAccountId: string) {
  return {
    route: '/v2/accounts/{accountId}',
    params: { accountId: providerAccountId },
    providerAccountId,
  };
}
