import type { Db } from '@/db/client';
import { emailBodies, emails } from '@/db/schema';
import type { StoredAttachment } from '@/db/schema/inbox';
import { createMessage } from './factories';

interface EmailTexts {
  subject?: string;
  html?: string;
  plain?: string;
  /** With its version it stands for what cleaning gave. */
  safeHtml?: string;
  safeVersion?: number;
  attachments?: StoredAttachment[];
}

/** An e-mail straight into the database, as if it had come. */
export async function storeEmail(
  db: Db,
  conversation: { id: string; accountId: string; workspaceId: string },
  { subject, attachments, ...texts }: EmailTexts,
) {
  const message = await createMessage(db, conversation, { subject, attachments });
  const [email] = await db
    .insert(emails)
    .values({
      messageId: message.id,
      workspaceId: message.workspaceId,
      accountId: message.accountId,
      people: {
        from: { address: 'noor@client.example', name: 'Noor Haddad' },
        to: [],
        cc: [],
        bcc: [],
        replyTo: [],
      },
      role: 'inbox',
      isComplete: true,
    })
    .returning();
  if (!email) throw new Error('no e-mail');
  await db.insert(emailBodies).values({ messageId: message.id, ...texts });
  return { message, email };
}
