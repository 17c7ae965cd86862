import type { Repair } from '@/lib/healing/types';

/** An e-mail from us to a person, by kind, with what its text needs. Times are ISO text. */
export type Notice =
  | {
      kind: 'reconnect';
      params: {
        accountName: string;
        providerName: string;
        since: string;
        workspaceName: string;
        /** Ours: signed, valid 24 h; mints the provider's link when it is pressed. */
        url: string;
        /** Who pressed "Send reconnect e-mail"; null when we sent it by ourselves. */
        requestedBy: string | null;
        /** What was tried before without a person; null: nothing. */
        repair: Repair | null;
      };
    }
  | {
      kind: 'escalation';
      params: {
        accountName: string;
        providerName: string;
        since: string;
        /** Null: nobody owns it. */
        ownerName: string | null;
        /** An e-mail to its owner left. */
        wasOwnerAsked: boolean;
        workspaceName: string;
        url: string;
      };
    }
  | {
      kind: 'admin-outage';
      params: {
        providerName: string;
        count: number;
        from: string;
        to: string;
        workspaceName: string;
        url: string;
      };
    }
  | {
      kind: 'admin-digest';
      params: {
        accounts: readonly { label: string; ownerName: string | null; since: string }[];
        workspaceName: string;
        url: string;
      };
    }
  | {
      kind: 'mention';
      /** Who wrote and where; not what, nor with whom: that is read in the product. */
      params: { authorName: string; accountName: string; workspaceName: string; url: string };
    }
  | { kind: 'magic-link'; params: { url: string; minutes: number } }
  | {
      kind: 'member-invitation';
      params: {
        url: string;
        workspaceName: string;
        inviterName: string;
        role: string;
        days: number;
      };
    };

/** What an e-mail says. The text part says the same as the HTML part. */
export interface RenderedNotice {
  subject: string;
  text: string;
  html: string;
}

/** Kinds that wait in the table until the worker sends them. The others hold a secret in the link. */
export type QueuedKind = 'reconnect' | 'escalation' | 'admin-outage' | 'admin-digest' | 'mention';

export type DirectNotice = Extract<Notice, { kind: 'magic-link' | 'member-invitation' }>;

/** How one try ended. `unknown`: the server may have taken it; it is never sent again. */
export type MailOutcome =
  | { state: 'sent'; messageId: string | null }
  | { state: 'failed'; code: string; isTemporary: boolean }
  | { state: 'unknown'; code: string };
