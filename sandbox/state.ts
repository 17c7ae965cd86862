import type { Email, Folder } from './state-emails';

/** Types of account that this stand-in can hold; `GOOGLE_OAUTH` is Gmail. */
export type AccountType =
  | 'LINKEDIN'
  | 'WHATSAPP'
  | 'INSTAGRAM'
  | 'MESSENGER'
  | 'TELEGRAM'
  | 'TWITTER'
  | 'GOOGLE_OAUTH'
  | 'OUTLOOK'
  | 'MAIL';

export const sourceStatuses = [
  'OK',
  'STOPPED',
  'ERROR',
  'CREDENTIALS',
  'PERMISSIONS',
  'CONNECTING',
] as const;
export type SourceStatus = (typeof sourceStatuses)[number];

export const linkedinProducts = ['sales_navigator', 'recruiter'] as const;
export type LinkedinProduct = (typeof linkedinProducts)[number];

/** Who the account is at its provider; fields in use depend on the type. */
export interface Identity {
  providerId: string;
  username: string;
  publicIdentifier?: string;
  /** International, with the plus sign. */
  phone?: string;
  imap?: { host: string; port: number; encryption: string };
  smtp?: { host: string; port: number };
}

export interface Account {
  id: string;
  type: AccountType;
  name: string;
  /** Person the account belongs to, shown by the control page and `/control/truth`. */
  owner: string;
  /** What the owner types to sign in; a different login at reconnect means somebody else. */
  login: string;
  createdAtMs: number;
  identity: Identity;
  sources: { id: string; status: SourceStatus }[];
  isRestricted: boolean;
  isPremium: boolean;
  /** LinkedIn products beside the classic one that the account pays for. */
  products?: LinkedinProduct[];
  hasHistory: boolean;
  /** Limits asked for when connecting; absent = everything. */
  syncLimit?: { chats?: number | string; messages?: number | string };
  /** What arrived at the provider while the account was not OK; silent ones get no event later. */
  missed: { message: Message; isSilent: boolean }[];
  /** The same for e-mail. */
  missedEmails?: { email: Email; isSilent: boolean }[];
  /** Further addresses that an e-mail account may send from. */
  aliases?: string[];
  relations: Relation[];
  invitations: Invitation[];
  /** Whom the account took an invitation back from. */
  withdrawn?: { providerId: string; atMs: number }[];
  /** When the account invited somebody, answered or not: what LinkedIn counts. */
  invitedAtMs?: number[];
  /** Of a week, where a test set another than LinkedIn's. */
  weeklyInvitations?: number;
  connectionMethod?: 'credentials' | 'cookies';
  /** What the integrator keeps with the account; v2 alone shows it. */
  metadata?: Record<string, unknown>;
  /** The `state` of the v2 link by which it was signed in last. */
  authState?: string;
}

/** A person at a provider. */
export interface Contact {
  provider: AccountType;
  providerId: string;
  publicIdentifier: string | null;
  /** Empty when the provider tells none. */
  name: string;
  headline: string;
  location: string;
  language: string;
  /** LinkedIn lets nobody invite them who does not know their address. */
  needsEmail?: boolean;
  /** What their profile tells to whoever looks at it. */
  emails?: string[];
  phones?: string[];
}

export interface Attendee {
  id: string;
  accountId: string;
  providerId: string;
  name: string;
  isSelf: boolean;
  isHidden?: boolean;
}

export interface Chat {
  id: string;
  accountId: string;
  providerId: string;
  /** 0 one-to-one, 1 group, 2 channel. */
  type: 0 | 1 | 2;
  name: string | null;
  /** Attendees without the owner. */
  attendeeIds: string[];
  isArchived: boolean;
  mutedUntil: -1 | string | null;
  readOnly: 0 | 1 | 2;
  subject?: string;
  contentType?: 'inmail' | 'sponsored' | 'linkedin_offer';
  folder?: string[];
  disabledFeatures?: ('reactions' | 'reply')[];
  createdAtMs: number;
}

export interface Attachment {
  id: string;
  type: 'img' | 'video' | 'audio' | 'file' | 'linkedin_post' | 'video_meeting';
  mime: string;
  fileName: string;
  sizeBytes: number;
  width?: number;
  height?: number;
  durationSeconds?: number;
  isSticker?: boolean;
  isGif?: boolean;
  isVoiceNote?: boolean;
  isUnavailable?: boolean;
  startsAtMs?: number;
  endsAtMs?: number;
  /** Padded to this size while it is sent, for files that nobody wants to hold. */
  fillerBytes?: number;
  /** Says no length: the receiver learns the size at the end. */
  isChunked?: boolean;
  /** Uploaded bytes; generated ones are drawn from the id on demand. */
  base64?: string;
}

export interface Reaction {
  value: string;
  senderId: string;
  isSender: boolean;
}

export interface Message {
  id: string;
  providerId: string;
  accountId: string;
  chatId: string;
  senderAttendeeId: string;
  senderId: string;
  isSender: boolean;
  text: string | null;
  atMs: number;
  isSeen: boolean;
  seenBy: Record<string, string | boolean>;
  isDelivered: boolean;
  isHidden?: boolean;
  isDeleted?: boolean;
  isEdited?: boolean;
  /** 0 means: do not count as unread. */
  behavior?: 0;
  eventType?: number;
  attachments: Attachment[];
  reactions: Reaction[];
  quotedId?: string;
  subject?: string;
  messageType?: string;
}

export interface Relation {
  providerId: string;
  connectedAtMs: number;
}

export interface Invitation {
  id: string;
  direction: 'sent' | 'received';
  providerId: string;
  message: string | null;
  atMs: number;
  sharedSecret: string;
}

export interface Webhook {
  id: string;
  source: string;
  name?: string;
  requestUrl: string;
  isEnabled: boolean;
  format: 'json' | 'form';
  headers: { key: string; value: string }[];
  events: string[];
  /** Empty = every present and future account. */
  accountIds: string[];
  data: { name: string; key: string }[];
  createdAtMs: number;
  /** Whose ids its bodies carry; those of v1 unless said. */
  wire?: 'postpress';
}

/** Where v2 delivers its events to. */
export interface Endpoint {
  id: string;
  url: string;
  description: string | null;
  isEnabled: boolean;
  triggerEvents: string[];
  /** Of v1; empty = every present and future account. */
  accountIds: string[];
  secret: string;
  createdAtMs: number;
}

export interface Mail {
  id: string;
  receivedAtMs: number;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: { key: string; value: string }[];
  sizeBytes: number;
}

export interface HostedLink {
  token: string;
  type: 'create' | 'reconnect';
  providers: string[];
  reconnectAccountId?: string;
  name?: string;
  notifyUrl?: string;
  successUrl?: string;
  failureUrl?: string;
  /** Of a link of v2: the one address for success and failure, and what comes back with it. */
  redirectUri?: string;
  isPostpress?: boolean;
  state?: string;
  expiresAtMs: number;
  isBypassingSuccess: boolean;
  isSingleUse: boolean;
  disabledOptions: string[];
  syncLimit?: Account['syncLimit'];
  usedByAccountId?: string;
}

/** Everything one sandbox knows. Plain data: it is what the state file holds. */
export interface State {
  /** Never falls back, not even at a reset: an id is not used for two things. */
  idCount: number;
  accounts: Map<string, Account>;
  contacts: Map<string, Contact>;
  attendees: Map<string, Attendee>;
  chats: Map<string, Chat>;
  /** Messages of a chat, oldest first. */
  messages: Map<string, Message[]>;
  webhooks: Map<string, Webhook>;
  endpoints: Map<string, Endpoint>;
  links: Map<string, HostedLink>;
  mails: Map<string, Mail>;
  folders: Map<string, Folder>;
  emails: Map<string, Email>;
}

export function emptyState(idCount = 0): State {
  return {
    idCount,
    accounts: new Map(),
    contacts: new Map(),
    attendees: new Map(),
    chats: new Map(),
    messages: new Map(),
    webhooks: new Map(),
    endpoints: new Map(),
    links: new Map(),
    mails: new Map(),
    folders: new Map(),
    emails: new Map(),
  };
}
