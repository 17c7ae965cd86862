import { Clock } from './clock';
import type { Session } from './domain/cookies';
import { Faults } from './faults';
import type { Attempt } from './hosted/finish';
import { idOf } from './ids';
import type { Intent } from './intents';
import { ActivityLog } from './log';
import { type Behaviour, defaultBehaviour, type SeedName } from './options';
import { type Account, type Chat, emptyState, type Message, type State } from './state';
import { Syncs } from './syncs';
import { Outbox } from './webhooks-out';

/**
 * One simulated tenant: its data, clock, faults and outgoing webhooks. Nothing lives in modules,
 * so a process can hold several worlds side by side.
 */
export class World {
  readonly apiKey: string;
  readonly apiKeyV2: string;
  readonly apiKeyPostpress: string;
  /** Base of the hosted-auth links; known once the server listens. */
  publicUrl = '';
  state: State = emptyState();
  seed: SeedName;
  behaviour: Behaviour;
  readonly clock: Clock;
  readonly log = new ActivityLog();
  readonly faults = new Faults();
  readonly outbox: Outbox;
  readonly syncs = new Syncs();
  /** Native sign-ins, also those that have ended, oldest first. */
  intents: Intent[] = [];
  /** Of LinkedIn members in browsers, by what their cookie hashes to. */
  readonly sessions = new Map<string, Session>();
  /** People on their way through the wizard. */
  readonly attempts = new Map<string, Attempt>();
  /** Called after each change, for the state file. */
  onChange: () => void = () => {};

  constructor(options: {
    apiKey: string;
    apiKeyV2?: string;
    apiKeyPostpress?: string;
    seed: SeedName;
    speed: number;
  }) {
    this.apiKey = options.apiKey;
    this.apiKeyV2 = options.apiKeyV2 ?? `${options.apiKey}-v2`;
    this.apiKeyPostpress = options.apiKeyPostpress ?? `${options.apiKey}-postpress`;
    this.seed = options.seed;
    this.behaviour = defaultBehaviour(options.seed, options.speed);
    this.clock = new Clock(options.speed);
    this.outbox = new Outbox(this);
  }

  /** A fresh id, the same in every run that does the same things in the same order. */
  newId(kind: string): string {
    this.state.idCount += 1;
    return idOf('run', kind, this.state.idCount);
  }

  changed(): void {
    this.onChange();
  }

  /** Messages of a chat, oldest first. */
  messagesOf(chatId: string): Message[] {
    return this.state.messages.get(chatId) ?? [];
  }

  allMessages(): Message[] {
    return [...this.state.messages.values()].flat();
  }

  findMessage(messageId: string): Message | null {
    for (const messages of this.state.messages.values()) {
      const found = messages.find((message) => message.id === messageId);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** Puts a message at its place in time. */
  insertMessage(message: Message): void {
    const messages = this.state.messages.get(message.chatId) ?? [];
    let index = messages.length;
    while (index > 0 && (messages[index - 1]?.atMs ?? 0) > message.atMs) index -= 1;
    messages.splice(index, 0, message);
    this.state.messages.set(message.chatId, messages);
  }

  chatsOf(accountId: string): Chat[] {
    return [...this.state.chats.values()].filter((chat) => chat.accountId === accountId);
  }

  stop(): void {
    this.clock.stop();
    this.outbox.stop();
  }
}

/** Incoming messages not read yet; always counted, so the number cannot drift from the messages. */
export function unreadCount(world: World, chat: Chat): number {
  return world.messagesOf(chat.id).filter(isUnread).length;
}

function isUnread(message: Message): boolean {
  return (
    !message.isSender &&
    !message.isSeen &&
    message.behavior !== 0 &&
    message.eventType === undefined
  );
}

/** False for a chat that was opened at the provider during an outage and is not synchronised yet. */
export function isSynchronised(world: World, chat: Chat): boolean {
  if (world.messagesOf(chat.id).length > 0) return true;
  const missed = world.state.accounts.get(chat.accountId)?.missed ?? [];
  return !missed.some(({ message }) => message.chatId === chat.id);
}

/** Time of the last activity of a chat. */
export function lastActivityMs(world: World, chat: Chat): number {
  return world.messagesOf(chat.id).at(-1)?.atMs ?? chat.createdAtMs;
}

/** The worst status of the sources, which is the status of the account. */
export function statusOf(account: Account): Account['sources'][number]['status'] {
  const order = ['CREDENTIALS', 'ERROR', 'STOPPED', 'PERMISSIONS', 'CONNECTING'] as const;
  const statuses = new Set(account.sources.map((source) => source.status));
  return order.find((status) => statuses.has(status)) ?? 'OK';
}
