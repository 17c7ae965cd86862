import type { StoredEmailPeople, StoredErasureCounts, StoredProfile } from '@/db/schema';
import type { Channel } from '@/lib/core/providers';

/** An erasure as the workspace's admins see it; times are ISO 8601. */
export interface ErasureRow {
  id: string;
  requestedAt: string;
  requestedByName: string;
  /** Null while it is under way. */
  finishedAt: string | null;
  counts: StoredErasureCounts | null;
}

/** What is held of a person, as a file for that person; times are ISO 8601. */
export interface PersonExport {
  exportedAt: string;
  name: string;
  headline: string | null;
  ids: { kind: Channel; value: string }[];
  profiles: (StoredProfile & {
    publicIdentifier: string | null;
    emails: string[];
    phones: string[];
    readAt: string;
  })[];
  conversations: {
    account: string;
    channel: string;
    kind: 'direct' | 'group' | 'channel' | 'email';
    title: string | null;
    messages: {
      sentAt: string;
      /** `us`, or who wrote it. */
      from: string;
      subject: string | null;
      text: string | null;
      files: string[];
      reactions: string[];
      /** Of an e-mail. */
      people: StoredEmailPeople | null;
    }[];
    notes: { at: string; by: string; text: string }[];
  }[];
  invitations: {
    direction: 'received' | 'sent';
    sentAbout: string;
    note: string | null;
    endedAs: string | null;
    goneAt: string | null;
  }[];
  plannedInvitations: {
    createdAt: string;
    leftAt: string | null;
    state: string;
    note: string | null;
    email: string | null;
  }[];
  /** What was written to them and has no copy in a conversation. */
  unsentMessages: { createdAt: string; state: string; text: string }[];
  /** Rows of files that members uploaded to invite people. */
  rowsOfFiles: { cells: string[]; note: string }[];
  /** E-mails that they opened, and links in them that they followed. */
  followed: { at: string; kind: string; url: string | null }[];
  /** Colleagues who are in touch through private accounts; only they can read, and export, that part. */
  inPrivateAccountsOf: { ownerName: string; lastAt: string }[];
}
