import type { StoredSendAs } from '@/db/schema/accounts';
import type { StoredStart } from '@/db/schema/sends';
import type { Provider } from '@/lib/core/providers';
import type { ErrorWords } from '@/lib/gateways/error-rules';
import type { Capabilities, InmailApi } from './capability-rules';
import type { EmailRouting } from './outgoing-email-rules';
import type { EmailTerms, SendFile, SendState } from './types';

/** An account that a new conversation can be begun from. */
export interface SendingAccount {
  id: string;
  name: string;
  handle: string | null;
  provider: Provider;
  /** Why it cannot send now, as a sentence. */
  block: string | null;
  sendAs: StoredSendAs | null;
  capabilities: Capabilities;
  /** Null for a chat. */
  emailTerms: EmailTerms | null;
  inmailApis: InmailApi[];
}

/** Somebody who can be written to: known from conversations, or just found at the provider. */
export interface Recipient {
  providerUserId: string;
  name: string;
  headline: string | null;
  /** False where the provider says that they are not connected; null where it says nothing. */
  isConnection: boolean | null;
}

/** Whom the provider found, or why nobody can be written to. */
export type LookedUp =
  | { person: Recipient; why: null }
  | { person: null; why: 'not_an_identifier' | 'nobody' | 'somebody_else' };

/** A conversation that the member began and that is not here yet, or only just. */
export interface OpenStart extends Pick<StoredStart, 'title' | 'subject' | 'isInmail'> {
  sendId: string;
  clientId: string;
  accountId: string;
  accountName: string;
  provider: Provider;
  recipients: { providerUserId: string; name: string | null }[];
  /** To whom an e-mail goes; null for a message of a chat. */
  email: EmailRouting | null;
  inmailApi: InmailApi | null;
  text: string;
  files: SendFile[];
  state: SendState;
  heldUntil: string | null;
  scheduledFor: string | null;
  /** Of one that failed, is of unknown fate or waits for another try. */
  problem: ErrorWords | null;
  errorRequestId: string | null;
  /** Where it stands, once that is known. */
  conversationId: string | null;
}
