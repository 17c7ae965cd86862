import type { EmailRole } from '@/lib/core/email-roles';
import type { ReadableAccount } from '@/lib/inbox/read-mutations';

/** An account whose e-mails can be read at the API, with the addresses that are its own. */
export interface EmailAccount extends ReadableAccount {
  ownAddresses: ReadonlySet<string>;
}

/** A folder of a mailbox; at Google a label. */
export interface MailFolder {
  id: string;
  accountId: string;
  name: string;
  role: EmailRole;
}
