import { digitsOf, idOf } from '../ids';
import type { Account, Attendee } from '../state';

/** The id a chat has at its provider, in that provider's usual form. */
export function providerChatId(account: Account, attendees: Attendee[], id: string): string {
  const [first] = attendees;
  const isGroup = attendees.length > 1 || first === undefined;
  if (account.type === 'LINKEDIN') return `2-${base64Of(`${digitsOf(16, 'chat', id)}_100`)}`;
  if (account.type === 'WHATSAPP') {
    return isGroup ? `${digitsOf(18, 'group', id)}@g.us` : first.providerId;
  }
  if (account.type === 'TELEGRAM') {
    return isGroup ? `-100${digitsOf(10, 'group', id)}` : first.providerId;
  }
  if (account.type === 'TWITTER')
    return `${account.identity.providerId}-${digitsOf(19, 'chat', id)}`;
  return digitsOf(17, 'thread', id);
}

/** The id a message has at its provider. */
export function providerMessageId(account: Account, id: string): string {
  if (account.type === 'LINKEDIN') return `2-${base64Of(digitsOf(16, 'message', id))}`;
  if (account.type === 'WHATSAPP')
    return `3EB0${idOf('wa', id).replace(/[-_]/g, '7').slice(0, 18).toUpperCase()}`;
  if (account.type === 'MESSENGER') return `mid.$${idOf('mid', id)}`;
  return digitsOf(19, 'message', id);
}

function base64Of(text: string): string {
  return Buffer.from(text).toString('base64');
}
