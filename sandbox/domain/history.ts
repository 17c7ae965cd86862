import { idOf, numberOf, Random } from '../ids';
import { writeConversation } from '../seed/conversation';
import { plantEmails } from '../seed/emails';
import { inventContact } from '../seed/people';
import { longestScript } from '../seed/script';
import type { Account } from '../state';
import type { World } from '../world';
import { isMailbox } from './folders';
import { openChat } from './messaging';
import { addAttendee } from './people';

const dayMs = 86_400_000;
const usual = { chats: 6, messages: 60 };

/**
 * Gives an account the history that its first synchronisation finds: direct chats of the last two
 * months, bounded by the `sync_limit` it was connected with; mails for a mailbox.
 */
export function growHistory(
  world: World,
  account: Account,
  size: { chats: number; messages: number } = usual,
): void {
  if (isMailbox(account)) {
    plantEmails(world, account, size.messages, world.clock.now());
    return;
  }
  const limit = account.syncLimit ?? {};
  const chats = typeof limit.chats === 'number' ? Math.min(limit.chats, size.chats) : size.chats;
  const perChat = Math.max(1, Math.round(size.messages / Math.max(size.chats, 1)));
  const length = typeof limit.messages === 'number' ? Math.min(limit.messages, perChat) : perChat;
  const since = typeof limit.chats === 'string' ? Date.parse(limit.chats) : 0;
  const random = new Random(numberOf('history', account.id));
  for (let index = 0; index < chats; index += 1) {
    const lastMs = world.clock.now() - Math.floor((index + random.next()) * 3 * dayMs) - 600_000;
    if (lastMs < since) continue;
    growChat(world, account, { index, lastMs, length }, random);
  }
}

function growChat(
  world: World,
  account: Account,
  plan: { index: number; lastMs: number; length: number },
  random: Random,
): void {
  const contact = inventContact(account.type, `${account.id}/${plan.index}`);
  const attendee = addAttendee(world, account, contact);
  if (account.type === 'LINKEDIN') {
    account.relations.push({
      providerId: contact.providerId,
      connectedAtMs: plan.lastMs - 90 * dayMs,
    });
  }
  const chat = openChat(world, account, [attendee], { id: idOf('chat', account.id, plan.index) });
  const length = Math.min(plan.length, longestScript(contact.language));
  const unread = random.chance(0.25) ? Math.min(random.between(1, 2), length) : 0;
  writeConversation(
    world,
    account,
    chat,
    { attendees: [attendee], contact },
    { length, unread, firstMs: plan.lastMs - 60 * dayMs, lastMs: plan.lastMs },
    random,
  );
}
