import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { notFound } from '../errors';
import type { Account, Chat } from '../state';
import { isSynchronised, type World } from '../world';

/** What a route of the API finds in its Hono context. */
export interface ApiEnv {
  Bindings: HttpBindings;
  Variables: { accountId: string | null };
}

export type ApiContext = Context<ApiEnv>;

/** The account, noted for the request log; 404 when unknown. A source id is not an account id. */
export function requireAccount(world: World, c: ApiContext, accountId: string): Account {
  c.set('accountId', accountId);
  const account = world.state.accounts.get(accountId);
  if (account === undefined) throw notFound('Account');
  return account;
}

/** A chat by its id, or by the provider's id when the account is named; 404 when unknown. */
export function requireChat(
  world: World,
  c: ApiContext,
  chatId: string,
  accountId?: string,
): { chat: Chat; account: Account } {
  const chat = world.state.chats.get(chatId) ?? findByProviderId(world, chatId, accountId);
  const account = chat === undefined ? undefined : world.state.accounts.get(chat.accountId);
  if (chat === undefined || account === undefined || !isSynchronised(world, chat))
    throw notFound('Chat');
  if (accountId !== undefined && accountId !== chat.accountId) throw notFound('Chat');
  c.set('accountId', account.id);
  return { chat, account };
}

function findByProviderId(world: World, providerId: string, accountId: string | undefined) {
  if (accountId === undefined) return undefined;
  return world.chatsOf(accountId).find((chat) => chat.providerId === providerId);
}
