import { addAccount } from '../domain/accounts';
import { openChat } from '../domain/messaging';
import { addAttendee } from '../domain/people';
import { idOf, numberOf, Random } from '../ids';
import type { Account, Attendee, Chat, Contact, SourceStatus } from '../state';
import type { World } from '../world';
import { writeConversation } from './conversation';
import { type DemoAccount, demoAccounts } from './demo-accounts';
import { plantEmails } from './emails';
import { groupNames } from './names';
import { inventContact } from './people';
import { longestScript } from './script';

const chatTotal = 400;
const messageTotal = 8_000;
const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Plants the demo team: 12 accounts, 400 chats, 8,000 messages, 3,000 mails, the same on every machine. */
export function plantDemo(world: World): void {
  const now = world.clock.now();
  const accounts = demoAccounts.map((planned, index) => plantAccount(world, planned, now, index));
  const chatty = accounts.filter(({ planned }) => planned.chatShare > 0);
  const lengths = planLengths();
  let number = 0;
  for (const { account, planned } of chatty) {
    const count = Math.round(planned.chatShare * chatTotal);
    for (let index = 0; index < count; index += 1) {
      plantChat(world, account, planned, {
        number: index,
        count,
        length: lengths[number] ?? 4,
        now,
      });
      number += 1;
    }
  }
  settleTotal(world);
  for (const { account, planned } of accounts) {
    if (planned.emails === undefined) continue;
    plantEmails(world, account, planned.emails, now - (planned.downSinceMs ?? 0));
  }
}

function plantAccount(world: World, planned: DemoAccount, now: number, index: number) {
  const signIn = {
    type: planned.type,
    login: planned.login,
    name: planned.owner,
    ...(planned.type === 'LINKEDIN' ? { connectionMethod: 'credentials' as const } : {}),
  };
  const account = addAccount(world, signIn, { id: idOf('demo', planned.type, planned.login) });
  if (planned.name !== undefined) account.name = planned.name;
  // The first of the list is the newest, so that a page of one shows a LinkedIn account.
  account.createdAtMs = now - (30 + index * 17) * dayMs;
  account.hasHistory = true;
  account.isPremium = planned.isPremium ?? false;
  setSources(account, planned.status ?? 'OK');
  if (planned.type === 'LINKEDIN') plantInvitations(world, account, now);
  return { account, planned };
}

function setSources(account: Account, status: SourceStatus): void {
  for (const source of account.sources) source.status = status;
}

interface ChatPlan {
  number: number;
  count: number;
  length: number;
  now: number;
}

function plantChat(world: World, account: Account, planned: DemoAccount, plan: ChatPlan): void {
  const key = `${account.id}/${plan.number}`;
  const random = new Random(numberOf('demo-chat', key));
  const isGroup = account.type !== 'TWITTER' && random.chance(0.06);
  const contact = inventContact(account.type, key);
  const attendees = [addAttendee(world, account, contact)];
  for (let extra = 0; isGroup && extra < random.between(2, 5); extra += 1) {
    attendees.push(addAttendee(world, account, inventContact(account.type, `${key}/${extra}`)));
  }
  if (account.type === 'LINKEDIN') {
    const connectedAtMs = plan.now - random.between(2, 900) * dayMs;
    account.relations.push({ providerId: contact.providerId, connectedAtMs });
  }
  const chat = openChat(world, account, attendees, {
    id: idOf('demo-chat', key),
    ...chatExtras(account, random, isGroup),
  });
  fillChat(world, account, chat, { attendees, contact }, planned, plan, random);
}

function fillChat(
  world: World,
  account: Account,
  chat: Chat,
  people: { attendees: Attendee[]; contact: Contact },
  planned: DemoAccount,
  plan: ChatPlan,
  random: Random,
): void {
  // Newest minutes ago, most within weeks, the oldest after about eight months.
  const place = (plan.number + random.next()) / plan.count;
  const ageMs = 3 * minuteMs + place ** 3 * 240 * dayMs + (planned.downSinceMs ?? 0);
  const lastMs = Math.floor(plan.now - ageMs);
  const firstMs = Math.max(lastMs - 200 * dayMs, plan.now - 275 * dayMs);
  const length = Math.min(plan.length, longestScript(people.contact.language));
  const isWritable = chat.readOnly === 0;
  const unread = isWritable && random.chance(0.22) ? Math.min(random.between(1, 4), length - 1) : 0;
  writeConversation(world, account, chat, people, { length, unread, firstMs, lastMs }, random);
}

function chatExtras(account: Account, random: Random, isGroup: boolean): Partial<Chat> {
  const extras: Partial<Chat> = {};
  if (isGroup) extras.name = random.pick(groupNames);
  if (random.chance(0.05)) extras.isArchived = true;
  if (random.chance(0.03)) extras.mutedUntil = -1;
  if (account.type !== 'LINKEDIN' || isGroup) return extras;
  if (random.chance(0.04)) {
    extras.contentType = 'inmail';
    extras.subject = random.pick([
      'Waiting times at your gate',
      'Dock scheduling for two sites',
      'Quick question about arrivals',
    ]);
  } else if (random.chance(0.02)) {
    extras.contentType = 'sponsored';
    extras.readOnly = 1;
  }
  return extras;
}

function plantInvitations(world: World, account: Account, now: number): void {
  const random = new Random(numberOf('invitations', account.id));
  for (const direction of ['sent', 'received'] as const) {
    for (let index = 0; index < random.between(6, 14); index += 1) {
      const contact = inventContact('LINKEDIN', `${account.id}/${direction}/${index}`);
      world.state.contacts.set(`LINKEDIN:${contact.providerId}`, contact);
      const id = idOf('invitation', account.id, direction, index);
      account.invitations.push({
        id,
        direction,
        providerId: contact.providerId,
        message: random.chance(0.5)
          ? `Hi, I saw that you work at ${contact.headline.split(' at ')[1]}.`
          : null,
        atMs: now - random.between(1, 60) * dayMs,
        sharedSecret: idOf('secret', id),
      });
    }
  }
}

/** Lengths of the chats: many short ones, some long ones. */
function planLengths(): number[] {
  const random = new Random(numberOf('lengths'));
  return Array.from({ length: chatTotal }, () =>
    Math.max(2, Math.round(3 + 70 * random.next() ** 1.7)),
  );
}

/** Brings the number of messages to exactly the total, by lengthening or cutting old history. */
function settleTotal(world: World): void {
  let surplus = world.allMessages().length - messageTotal;
  const byLength = [...world.state.messages.values()].sort((a, b) => b.length - a.length);
  for (const messages of byLength) {
    if (surplus <= 0) break;
    const cut = Math.min(surplus, Math.max(0, messages.length - 12));
    messages.splice(0, cut);
    forgetQuotes(messages);
    surplus -= cut;
  }
}

function forgetQuotes(messages: { id: string; quotedId?: string }[]): void {
  const ids = new Set(messages.map((message) => message.id));
  for (const message of messages) {
    if (message.quotedId !== undefined && !ids.has(message.quotedId)) delete message.quotedId;
  }
}
