import type { ApiContext } from '../api/context';
import type { Account } from '../state';
import { v2Provider } from '../wire-v2/account';
import { v2AccountId } from '../wire-v2/ids';
import type { World } from '../world';
import { V2Error } from './errors';

/** The accounts that v2 knows: those whose provider it offers. */
export function v2Accounts(world: World): Account[] {
  return [...world.state.accounts.values()].filter(({ type }) => v2Provider(type) !== null);
}

export function findV2Account(world: World, id: string): Account | undefined {
  return v2Accounts(world).find((account) => v2AccountId(account) === id);
}

/** The account of the path, noted for the request log; 404 when unknown, also for ids of v1. */
export function requireV2Account(world: World, c: ApiContext): Account {
  const account = findV2Account(world, c.req.param('account') ?? '');
  if (account === undefined) throw v2NotFound('Account');
  c.set('accountId', account.id);
  return account;
}

export function v2NotFound(thing: string): V2Error {
  return new V2Error(404, 'api/resource_not_found', `${thing} not found`);
}
