import { GatewayError } from '@/lib/gateway/errors';

/**
 * v2 has no ids of its own for chats and messages: a chat is known by its account and the provider's
 * id, a message by its chat and the provider's id. Ours are these, put together.
 */
export function toChatId(accountId: string, chatId: string): string {
  return join([accountId, chatId]);
}

export function toMessageId(accountId: string, chatId: string, messageId: string): string {
  return join([accountId, chatId, messageId]);
}

/** Throws `not_found` for an id that this dialect did not make. */
export function fromChatId(id: string): { accountId: string; chatId: string } {
  const [accountId = '', chatId = ''] = split(id, 2);
  return { accountId, chatId };
}

/** Throws as above. */
export function fromMessageId(id: string): {
  accountId: string;
  chatId: string;
  messageId: string;
} {
  const [accountId = '', chatId = '', messageId = ''] = split(id, 3);
  return { accountId, chatId, messageId };
}

function join(parts: readonly string[]): string {
  return parts.map(encodeURIComponent).join('/');
}

function split(id: string, count: number): string[] {
  const parts = id.split('/');
  if (parts.length !== count) throw unknownId();
  try {
    return parts.map(decodeURIComponent);
  } catch {
    throw unknownId();
  }
}

function unknownId(): GatewayError {
  return new GatewayError({ code: 'not_found', retry: 'no' });
}
