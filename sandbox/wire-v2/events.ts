import { contactOf, findContact } from '../domain/people';
import type { Account, Chat, Message } from '../state';
import type { OutgoingEvent } from '../webhooks-out';
import type { World } from '../world';
import { accountWireV2, v2Status } from './account';
import { messageWireV2 } from './message';
import { userWire } from './user';

/** Events of v2 that this stand-in sends. */
const sentEvents = [
  'account.add',
  'account.reconnect',
  'account.remove',
  'account.status.running',
  'account.status.disconnected',
  'account.status.partial',
  'account.status.errored',
  'account.status.degraded',
  'account.initial_sync.completed',
  'message.new',
  'message.update',
  'message.delete',
  'message.receipt.read',
  'message.receipt.delivery',
  'message.reaction.new',
  'relation.new',
];

/** All names that an endpoint may ask for: also those of the catalogue for what v2 does not do here. */
export const knownEvents = [
  ...sentEvents,
  'account.locked',
  'account.unlocked',
  'account.initial_sync.running',
  'account.initial_sync.failed',
  'message.reaction.delete',
  'chat.update',
  'chat.delete',
  'email.new',
  'email.new.bounce',
  'email.delete',
  'email.draft.new',
  'email.draft.delete',
  'email.folder.create',
  'email.folder.update',
  'email.folder.delete',
  'calendar.create',
  'calendar.update',
  'calendar.delete',
  'calendar.event.new',
  'calendar.event.update',
  'calendar.event.delete',
  'tracking.open',
  'tracking.click',
  'follower.new',
];

interface EventV2 {
  type: string;
  payload: Record<string, unknown>;
}

/** What v2 tells of an event of v1; null for what it does not tell. */
export function eventsOfV2(world: World, event: OutgoingEvent, account: Account): EventV2 | null {
  if (event.source === 'account_status') return accountEvent(world, event.event, account);
  if (event.source === 'messaging') return messageEvent(world, event, account);
  return event.source === 'users' ? relationEvent(world, event, account) : null;
}

function accountEvent(world: World, word: string, account: Account): EventV2 | null {
  const timestamp = new Date(world.clock.now()).toISOString();
  const { authState } = account;
  const signedIn = {
    account: accountWireV2(account),
    ...(authState === undefined ? {} : { state: authState }),
  };
  switch (word) {
    case 'creation_success':
      return { type: 'account.add', payload: signedIn };
    case 'reconnected':
      return { type: 'account.reconnect', payload: signedIn };
    case 'deleted':
      return { type: 'account.remove', payload: {} };
    case 'ok':
      return { type: 'account.status.running', payload: { timestamp } };
    case 'credentials':
    case 'permissions': {
      const isPartial = v2Status(account) === 'partial';
      const type = isPartial ? 'account.status.partial' : 'account.status.disconnected';
      return { type, payload: { timestamp } };
    }
    case 'error':
    case 'stopped': {
      if (v2Status(account) === 'degraded')
        return { type: 'account.status.degraded', payload: { timestamp } };
      return { type: 'account.status.errored', payload: { timestamp, reason: 'provider' } };
    }
    case 'sync_success':
      return { type: 'account.initial_sync.completed', payload: { timestamp } };
    default:
      // CONNECTING and CREATION_FAIL have no equivalent.
      return null;
  }
}

function messageEvent(world: World, event: OutgoingEvent, account: Account): EventV2 | null {
  const message = world.findMessage(String(event.body.message_id));
  const chat = message === null ? undefined : world.state.chats.get(message.chatId);
  if (message === null || chat === undefined) return null;
  const ids = { chat_id: chat.providerId, message_id: message.providerId };
  const timestamp = new Date(world.clock.now()).toISOString();
  switch (event.event) {
    case 'message_received':
      return { type: 'message.new', payload: messageWireV2(world, account, chat, message) };
    case 'message_edited':
      return { type: 'message.update', payload: messageWireV2(world, account, chat, message) };
    case 'message_deleted':
      return {
        type: 'message.delete',
        payload: { id: message.providerId, chat_id: chat.providerId },
      };
    case 'message_read':
      return { type: 'message.receipt.read', payload: { ...ids, timestamp } };
    case 'message_delivered':
      return { type: 'message.receipt.delivery', payload: { ...ids, timestamp } };
    case 'message_reaction':
      return reactionEvent(world, account, chat, message);
    default:
      return null;
  }
}

function reactionEvent(
  world: World,
  account: Account,
  chat: Chat,
  message: Message,
): EventV2 | null {
  const reaction = message.reactions.at(-1);
  if (reaction === undefined) return null;
  const attendee = [...world.state.attendees.values()].find(
    (one) => one.accountId === account.id && one.providerId === reaction.senderId,
  );
  const name = attendee === undefined ? null : contactOf(world, account, attendee)?.name;
  return {
    type: 'message.reaction.new',
    payload: {
      chat_id: chat.providerId,
      message_id: message.providerId,
      reaction: {
        value: reaction.value,
        sender: { id: reaction.senderId, display_name: name ?? '' },
        is_sender: reaction.isSender,
      },
    },
  };
}

function relationEvent(world: World, event: OutgoingEvent, account: Account): EventV2 | null {
  const providerId = String(event.body.user_provider_id);
  const contact = findContact(world, 'LINKEDIN', providerId);
  const relation = account.relations.find((item) => item.providerId === providerId);
  if (contact === null || relation === undefined) return null;
  return {
    type: 'relation.new',
    payload: {
      id: providerId,
      created_at: new Date(relation.connectedAtMs).toISOString(),
      user: userWire(world, contact),
    },
  };
}
