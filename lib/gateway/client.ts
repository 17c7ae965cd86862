import type { Provider } from '@/lib/core/providers';
import type { GatewayAuthClient } from './auth-types';
import type { GatewayEmailClient } from './email-types';
import type { GatewayInvitationClient } from './invitation-types';
import type { GatewayProfileClient } from './profile-types';

/** What the API says about an account's session, in our words. `unknown`: a status we do not know. */
export type GatewayAccountStatus =
  | 'ok'
  | 'connecting'
  | 'credentials'
  | 'permissions'
  | 'error'
  | 'stopped'
  | 'unknown';

export interface GatewayAccount {
  providerAccountId: string;
  provider: Provider;
  /** Display name, phone number or address, as the API has it. */
  name: string;
  /** Worst status of the account's sources. */
  status: GatewayAccountStatus;
  /** The status word as the wire had it, kept for the log and for words that we do not know. */
  rawStatus: string;
  /** Who signed in at the provider: tells two connections of one person and a wrong sign-in apart. */
  identity: string | null;
  /** Vanity name, phone or address to show below the name. */
  handle: string | null;
  /** Paid products of the account: `premium`, `sales_navigator`, `recruiter`. */
  features: readonly string[];
  createdAt: Date;
}

export interface GatewayChat {
  gatewayChatId: string;
  providerChatId: string;
  providerAccountId: string;
  provider: Provider;
  kind: 'direct' | 'group' | 'channel';
  title: string | null;
  /** The other person of a direct chat, as a provider user id. */
  attendeeProviderId: string | null;
  subject: string | null;
  lastActivityAt: Date | null;
  unreadCount: number;
  isArchived: boolean;
  isReadOnly: boolean;
  disabledFeatures: readonly string[];
  contentType: string | null;
}

export interface GatewayAttachment {
  id: string;
  kind: 'image' | 'video' | 'audio' | 'file' | 'post' | 'meeting' | 'unknown';
  fileName: string | null;
  mimeType: string | null;
  sizeBytes: number | null;
  isUnavailable: boolean;
  isVoiceNote: boolean;
  isSticker: boolean;
  isGif: boolean;
  /** Pixels. */
  width: number | null;
  height: number | null;
  durationSeconds: number | null;
  /** Of a video meeting, ISO 8601. */
  startsAt: string | null;
  endsAt: string | null;
  /** Of a picture inside an e-mail (`GatewayEmailFile`). */
  contentId?: string | null;
}

export interface GatewayReaction {
  value: string;
  senderProviderId: string;
  isOurs: boolean;
}

export interface GatewayQuote {
  providerMessageId: string;
  senderProviderId: string;
  text: string | null;
  /** What the quoted message carried first. */
  attachment: Pick<GatewayAttachment, 'kind' | 'fileName' | 'isVoiceNote'> | null;
}

export interface GatewayMessage {
  gatewayMessageId: string;
  providerMessageId: string;
  gatewayChatId: string;
  providerAccountId: string;
  senderProviderId: string;
  /** True when the account's owner wrote it, here or on any other device. */
  isOurs: boolean;
  text: string | null;
  subject: string | null;
  sentAt: Date;
  isSeen: boolean;
  /** Provider user id → when it was read, or true when the time is not known. */
  seenBy: Readonly<Record<string, string | true>>;
  isDelivered: boolean;
  isHidden: boolean;
  isDeleted: boolean;
  isEdited: boolean;
  /** 0 (unknown) to 9 as the API numbers them; null for a real message. */
  eventType: number | null;
  /** False for messages that the provider says do not count as unread (`behavior` 0). */
  countsAsUnread: boolean;
  reactions: readonly GatewayReaction[];
  /** INMAIL, INVITATION, …; null for an ordinary message (contract v1 §5). */
  messageType: string | null;
  quoted: GatewayQuote | null;
  attachments: readonly GatewayAttachment[];
}

export interface GatewayAttendee {
  gatewayAttendeeId: string;
  providerUserId: string;
  name: string | null;
  isSelf: boolean;
  headline: string | null;
  profileUrl: string | null;
  pictureUrl: string | null;
}

/** One page, newest first. `cursor` is null on the last page. */
export interface Page<T> {
  items: readonly T[];
  cursor: string | null;
  /** Items of the page that could not be read; each was reported in the log. */
  droppedCount?: number;
}

export interface PageRequest {
  cursor?: string | null;
  limit?: number;
}

export interface HostedAuthRequest {
  /** `providers` counts for `create` only; a reconnect keeps the provider of its account. */
  kind:
    | { type: 'create'; providers: readonly Provider[] }
    | { type: 'reconnect'; providerAccountId: string };
  expiresAt: Date;
  /** Comes back in the callback: our signed state. */
  name: string;
  notifyUrl: string;
  successUrl: string;
  failureUrl: string;
}

export type WebhookSource = 'messaging' | 'account_status' | 'email' | 'email_tracking' | 'users';

/** What one webhook of ours should look like at the API. */
export interface WebhookRegistration {
  source: WebhookSource;
  requestUrl: string;
  /** Sent along with every delivery, where the API does not sign them by itself. */
  secret: string;
}

export interface RegisteredWebhook {
  id: string;
  requestUrl: string;
  source: string | null;
  isEnabled: boolean;
  /** By which the API signs what it delivers; null where it signs nothing. */
  signingSecret: string | null;
}

/** Never throws for what the API may answer: a send has three endings and all are values. */
export type SendOutcome =
  | { state: 'sent'; gatewayMessageId: string | null }
  | { state: 'failed'; error: GatewayErrorInfo }
  /** The bytes may have arrived: it must be settled by looking, never by sending again. */
  | { state: 'unknown'; error: GatewayErrorInfo };

/** A file that goes out with a message; `read` gives its bytes, each time anew. */
export interface OutgoingFile {
  name: string;
  mimeType: string;
  sizeBytes: number;
  read(): AsyncIterable<Uint8Array>;
}

/** A person as the provider shows them; looked up, not yet written to. */
export interface GatewayPerson {
  /** What a new conversation is begun with: the id of the product that was asked. */
  providerUserId: string;
  publicIdentifier: string | null;
  name: string | null;
  headline: string | null;
  pictureUrl: string | null;
  /** Null where the provider knows no connections. */
  isConnection: boolean | null;
}

export type LinkedinApi = 'classic' | 'sales_navigator' | 'recruiter';

/** As `SendOutcome`; the chat's id may be missing even when it was begun. */
export type StartOutcome =
  | { state: 'sent'; gatewayChatId: string | null; gatewayMessageId: string | null }
  | Exclude<SendOutcome, { state: 'sent' }>;

/** What is kept of a refusal. `type` is the provider's own, e.g. `errors/disconnected_account`. */
export interface GatewayErrorInfo {
  code: GatewayErrorCode;
  type: string | null;
  status: number | null;
  requestId: string | null;
  /** The pause that the API asked for (429, 503), where it named one. */
  retryAfterMs?: number | null;
}

/** Our classes of failure; every `type` of the API maps to one of them, once. */
export type GatewayErrorCode =
  | 'key_refused'
  /** Ours: the key that is stored cannot be opened, so nothing was asked. */
  | 'key_unreadable'
  | 'account_disconnected'
  | 'account_restricted'
  | 'account_mismatch'
  | 'not_permitted'
  | 'not_supported'
  | 'not_found'
  | 'invalid_request'
  | 'too_large'
  | 'recipient_unreachable'
  | 'already_done'
  | 'limit_reached'
  | 'throttled'
  | 'checkpoint'
  | 'link_expired'
  | 'provider_unavailable'
  | 'timeout'
  | 'not_reached'
  | 'garbage'
  | 'unexpected';

/** An open file of the API. Whoever opened it reads `body` or calls `close`. */
export interface GatewayFile {
  body: AsyncIterable<Uint8Array>;
  /** As the API says it; not to be believed. */
  mimeType: string | null;
  sizeBytes: number | null;
  close(): void;
}

/**
 * The one way to talk to the API, whatever its dialect. Reads throw `GatewayError`; they are retried
 * inside where the error says that it helps. Writes are tried once.
 */
export interface GatewayClient
  extends GatewayAuthClient,
    GatewayEmailClient,
    GatewayInvitationClient,
    GatewayProfileClient {
  listAccounts(page?: PageRequest): Promise<Page<GatewayAccount>>;
  getAccount(providerAccountId: string): Promise<GatewayAccount>;
  /** True also when the account was gone already. */
  deleteAccount(providerAccountId: string): Promise<void>;
  restartAccount(providerAccountId: string): Promise<boolean>;
  /**
   * Reads the history of a LinkedIn account again. The same call starts it and asks how far it is; once it has ended,
   * the next one starts anew. Throws `not_supported` for other providers.
   */
  resyncAccount(providerAccountId: string): Promise<'started' | 'running' | 'done' | 'failed'>;
  /** Mints a one-time address of the hosted auth wizard. One per click. */
  createHostedAuthLink(request: HostedAuthRequest): Promise<string>;
  listChats(
    filter: { providerAccountId: string; after?: Date; before?: Date },
    page?: PageRequest,
  ): Promise<Page<GatewayChat>>;
  getChat(gatewayChatId: string): Promise<GatewayChat>;
  listChatMessages(
    filter: { gatewayChatId: string; after?: Date; before?: Date },
    page?: PageRequest,
  ): Promise<Page<GatewayMessage>>;
  listMessages(
    filter: { providerAccountId: string; after?: Date; before?: Date },
    page?: PageRequest,
  ): Promise<Page<GatewayMessage>>;
  getMessage(gatewayMessageId: string): Promise<GatewayMessage>;
  listChatAttendees(gatewayChatId: string): Promise<readonly GatewayAttendee[]>;
  sendMessage(message: {
    gatewayChatId: string;
    providerAccountId: string;
    /** Empty for files alone. */
    text: string;
    files?: readonly OutgoingFile[];
    /** The API's id of the message that this one answers. */
    quotedGatewayMessageId?: string | null;
    signal?: AbortSignal;
  }): Promise<SendOutcome>;
  /** Asks the provider who that is. Throws `not_found` where nobody is called so. */
  findUser(user: {
    providerAccountId: string;
    /** Provider id, public name or phone number. */
    identifier: string;
    linkedinApi: LinkedinApi | null;
  }): Promise<GatewayPerson>;
  /** Begins a conversation with one person or, with several, a group; posts once. */
  startChat(start: {
    providerAccountId: string;
    providerUserIds: readonly string[];
    /** Empty for files alone. */
    text: string;
    files?: readonly OutgoingFile[];
    title: string | null;
    subject: string | null;
    linkedinApi: LinkedinApi | null;
    isInmail: boolean;
  }): Promise<StartOutcome>;
  /** Direct conversations with one person, latest activity first. */
  listChatsWith(
    person: { providerAccountId: string; providerUserId: string },
    page?: PageRequest,
  ): Promise<Page<GatewayChat>>;
  /**
   * Adds the owner's reaction. What came of it the message itself tells: read it afterwards. Throws
   * `not_supported` or `not_found` where the API has no such route.
   */
  addReaction(reaction: { gatewayMessageId: string; value: string }): Promise<void>;
  /** The bytes of an attachment, as they come. */
  openAttachment(which: {
    gatewayMessageId: string;
    attachmentId: string;
    providerAccountId: string;
    signal?: AbortSignal;
  }): Promise<GatewayFile>;
  setChatRead(gatewayChatId: string, isRead: boolean): Promise<void>;
  /** What this dialect delivers webhooks of; there is one for each. */
  readonly webhookSources: readonly WebhookSource[];
  listWebhooks(): Promise<readonly RegisteredWebhook[]>;
  createWebhook(registration: WebhookRegistration): Promise<string>;
  deleteWebhook(webhookId: string): Promise<void>;
}
