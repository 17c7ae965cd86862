import type { GatewayErrorInfo, Page, PageRequest, SendOutcome } from './client';

/** An invitation to connect that waits for an answer. One that was answered is in no list any more. */
export interface GatewayInvitation {
  gatewayInvitationId: string;
  direction: 'sent' | 'received';
  /** Whom the account invited, or who invited the account; each field as far as the API knows it. */
  person: {
    providerUserId: string | null;
    publicIdentifier: string | null;
    name: string | null;
    headline: string | null;
  };
  note: string | null;
  /** The provider tells an age alone, so this is right to about a day, later to a week or a month. */
  approximateAt: Date | null;
  /** That age in the provider's words, e.g. "2 weeks ago". */
  ageText: string | null;
  /**
   * Of received ones: without it the API takes no answer. It is of this listing; list again before use.
   * Empty where the API needs none.
   */
  sharedSecret: string | null;
}

export interface OutgoingInvitation {
  providerAccountId: string;
  /** Of the classic product at LinkedIn (`ACo…`); the API refuses public names and ids of the others. */
  providerUserId: string;
  /** At most 300 characters at the API; what the account's own tier allows is the caller's matter. */
  note: string | null;
  /** The person's address, for the few whom LinkedIn lets nobody invite without it. v2 takes none. */
  email: string | null;
  signal?: AbortSignal;
}

/** As `SendOutcome`, and one more ending. */
export type InvitationSendOutcome =
  | {
      state: 'sent';
      gatewayInvitationId: string | null;
      /**
       * How many per cent of its limit the provider counts as used. It says so only when 50, 75, 90 or
       * 95 are crossed, so null means that nothing was said.
       */
      usagePercent: number | null;
    }
  /** Connected or invited before: nothing was sent, and nothing is left to be sent. */
  | { state: 'already_done'; error: GatewayErrorInfo }
  | Exclude<SendOutcome, { state: 'sent' }>;

/** What came of an answer to an invitation, or of taking one back. Settled by listing again if unknown. */
export type InvitationOutcome =
  | { state: 'done' }
  /** It waits no more: accepted, refused or taken back before, here or at the provider. */
  | { state: 'gone' }
  | Exclude<SendOutcome, { state: 'sent' }>;

interface OneInvitation {
  providerAccountId: string;
  gatewayInvitationId: string;
}

/**
 * Invitations of an account: lists throw `GatewayError`, writes are tried once and never throw for what
 * the API may answer.
 */
export interface GatewayInvitationClient {
  /** Pending ones that the account sent, here or by hand, newest first; up to 100 a page, 10 untold. */
  listSentInvitations(
    filter: { providerAccountId: string },
    page?: PageRequest,
  ): Promise<Page<GatewayInvitation>>;
  /** Pending ones that the account got, as above. */
  listReceivedInvitations(
    filter: { providerAccountId: string },
    page?: PageRequest,
  ): Promise<Page<GatewayInvitation>>;
  sendInvitation(invitation: OutgoingInvitation): Promise<InvitationSendOutcome>;
  answerInvitation(
    answer: OneInvitation & { sharedSecret: string; isAccepted: boolean },
  ): Promise<InvitationOutcome>;
  /** Takes one back. LinkedIn lets nobody invite the same person again for about three weeks. */
  withdrawInvitation(invitation: OneInvitation): Promise<InvitationOutcome>;
}
