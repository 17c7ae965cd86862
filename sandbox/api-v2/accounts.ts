import type { Hono } from 'hono';
import type { ApiEnv } from '../api/context';
import { deleteAccount } from '../domain/accounts';
import { isFields, readJson } from '../input';
import { accountWireV2, v2Provider, v2Status } from '../wire-v2/account';
import { v2AccountId } from '../wire-v2/ids';
import type { World } from '../world';
import { requireV2Account, v2Accounts } from './context';
import { invalidParameters } from './errors';
import { managementPage } from './pagination';

/** `/v2/accounts`: list, get, change what is kept with one, delete. */
export function accountRoutesV2(api: Hono<ApiEnv>, world: World): void {
  api.get('/accounts', (c) => {
    const { status, provider, search, account_scope_id: scope, ...window } = c.req.query();
    const wanted = search?.toLowerCase() ?? '';
    const accounts = v2Accounts(world)
      .filter((account) => status === undefined || v2Status(account) === status)
      .filter(({ type }) => provider === undefined || v2Provider(type) === provider)
      .filter((account) => {
        const isNamed = account.name.toLowerCase().includes(wanted);
        return isNamed || v2AccountId(account) === search;
      })
      // Nobody made a scope here, so no account is in one.
      .filter(() => scope === undefined || scope === 'none')
      .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
    return c.json(managementPage('Accounts', accounts.map(accountWireV2), window));
  });

  api.get('/accounts/:account', (c) => c.json(accountWireV2(requireV2Account(world, c))));

  api.patch('/accounts/:account', async (c) => {
    const account = requireV2Account(world, c);
    const { metadata } = await readJson(c.req.raw);
    if (metadata !== undefined) {
      if (!isFields(metadata)) throw invalidParameters('metadata must be an object');
      account.metadata = { ...account.metadata, ...metadata };
      world.changed();
    }
    return c.json(accountWireV2(account));
  });

  api.delete('/accounts/:account', (c) => {
    deleteAccount(world, requireV2Account(world, c));
    return c.json({ success: true });
  });
}
