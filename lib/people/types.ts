import type { StoredProfile } from '@/db/schema';
import type { Channel, Provider } from '@/lib/core/providers';
import type { ProfileSection } from '@/lib/gateway/profile-types';
import type { Invitee } from '@/lib/invitations/types';

/** What narrows the list of people. Channel, account and owner say through which accounts to look. */
export interface PeopleFilter {
  /** Beginnings of words of name, headline, address or public id. */
  q: string;
  channel: Channel | null;
  accountId: string | null;
  /** Member who owns the account. */
  owner: string | null;
  hasInvitation: boolean;
}

/** A person as the list has them: of everything only what the reader may read. Times are ISO 8601. */
export interface PersonRow {
  id: string;
  name: string;
  headline: string | null;
  /** Where they are known, each once; `EMAIL` for all mailboxes. */
  channels: Channel[];
  /** The last activity in a chat of two, an e-mail thread or an invitation, through the accounts of the filter. */
  lastTouchAt: string | null;
  /** Whose account was last in touch. */
  ownerName: string | null;
}

/** An account through which people are known. */
export interface PeopleAccount {
  id: string;
  name: string;
  provider: Provider;
  ownerMemberId: string | null;
  ownerName: string | null;
  /** Not connected any more; whom it knew is known. */
  isRemoved: boolean;
}

export interface PeoplePage {
  items: PersonRow[];
  cursor: string | null;
  /** Every account that the reader may look through. */
  accounts: PeopleAccount[];
}

/** What one account knows of one identity of a person. */
export interface PersonFact {
  rootId: string;
  personId: string;
  identityId: string;
  kind: Channel;
  value: string;
  accountId: string;
  name: string | null;
  headline: string | null;
  profileUrl: string | null;
  publicIdentifier: string | null;
  /** Of a chat of two or an e-mail thread with them, or of an invitation; null where there is neither. */
  lastAt: Date | null;
  /** The conversation of `lastAt`. */
  conversationId: string | null;
}

export type MergeEvidence = 'by_hand' | 'same_email' | 'same_phone' | 'same_public_id';

/** An identity of a person with the accounts that know it. */
export interface PersonChannel {
  identityId: string;
  kind: Channel;
  /** An address, a number or a handle; null where the provider's id says nothing to a person. */
  shown: string | null;
  accounts: {
    accountId: string;
    accountName: string;
    provider: Provider;
    ownerName: string | null;
    lastAt: string | null;
    conversationId: string | null;
  }[];
}

/** Somebody who was merged into the person and can be taken out again. */
export interface PersonMerge {
  id: string;
  personId: string;
  name: string;
  channels: Channel[];
  evidence: MergeEvidence;
  mergedAt: string;
  mergedByName: string | null;
}

/** Every section that a look-up asks for. */
export const LOOKED_UP_SECTIONS = [
  'about',
  'experience',
  'education',
  'skills',
  'languages',
  'certifications',
] as const satisfies readonly ProfileSection[];

/** Somebody who shares an address, a number or a public profile with the person. */
export interface PersonSuggestion {
  personId: string;
  name: string;
  headline: string | null;
  channels: Channel[];
  evidence: Exclude<MergeEvidence, 'by_hand'>;
}

export interface PersonProfile extends StoredProfile {
  accountName: string;
  readAt: string;
  throttledSections: ProfileSection[];
}

/** Everything that the reader may know of one person; times are ISO 8601. */
export interface PersonDetail {
  /** Of the person that stands for all who are merged. */
  id: string;
  name: string;
  headline: string | null;
  /** Profiles that can be opened at their provider. */
  links: { kind: Channel; url: string }[];
  channels: PersonChannel[];
  /** That colleagues are in touch through private accounts, and nothing else of it; the latest first. */
  privateTouches: { ownerName: string; lastAt: string }[];
  merges: PersonMerge[];
  /** People who may be the same; a human decides. */
  suggestions: PersonSuggestion[];
  /** What LinkedIn told last, when somebody asked. */
  profile: PersonProfile | null;
  /** Through which account LinkedIn can be asked now; null where there is none. */
  lookUp: { identityId: string; accountId: string; accountName: string } | null;
  /** As LinkedIn takes them to be invited; null for who has no account there. */
  invitee: Invitee | null;
  canMerge: boolean;
  canExport: boolean;
  canErase: boolean;
}

export interface PersonOfConversation {
  /** Null for a group, and for about a minute at first. */
  personId: string | null;
  conversationName: string;
}

export const TIMELINE_KINDS = ['chat', 'email', 'invitation', 'note'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** Something that happened with a person. */
export interface TimelineEntry {
  id: string;
  kind: TimelineKind;
  at: string;
  accountName: string;
  provider: Provider;
  /** Null for an invitation, which has no thread. */
  conversationId: string | null;
  /** Of a group, its name. */
  groupName: string | null;
  /** From us to them. */
  isOurs: boolean;
  /** Whose account it went through; of a note, who wrote it. */
  memberName: string | null;
  subject: string | null;
  text: string | null;
  /** Of an invitation: how it stands. One that is planned stands at the time that it is planned for. */
  state:
    | 'open'
    | 'accepted'
    | 'refused'
    | 'withdrawn'
    | 'gone'
    | 'planned'
    | 'failed'
    | 'unknown'
    | null;
}

export interface TimelinePage {
  items: TimelineEntry[];
  cursor: string | null;
}
