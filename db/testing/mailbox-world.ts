import { asc, eq } from 'drizzle-orm';
import type pg from 'pg';
import type { Db } from '@/db/client';
import { conversations, emailBodies, emails, messages } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { newId } from '@/lib/core/ids';
import type { Provider } from '@/lib/core/providers';
import { syncAccountJob, syncAccountOptions } from '@/lib/inbox/jobs';
import type { StartConversationInput } from '@/lib/inbox/schema';
import { startConversation } from '@/lib/inbox/start-mutations';
import { enqueue } from '@/lib/jobs/enqueue';
import { startInboxWorld } from './inbox-world';

/** A new e-mail to Ola, unless told otherwise. */
export function beginEmail(
  ctx: Ctx<MemberScope>,
  accountId: string,
  email: Partial<NonNullable<StartConversationInput['email']>> = {},
  more: Partial<StartConversationInput> = {},
) {
  const to = [{ address: 'ola@client.example', name: null }];
  return startConversation(ctx, {
    ...{ accountId, clientId: newId(), text: 'Hello', title: null, inmailApi: null, subject: null },
    email: { to, cc: [], bcc: [], subject: 'Hi', ...email },
    ...more,
  });
}

/** The types of the API's mailboxes, and what we call them. */
export const MAILBOXES: readonly [string, Provider][] = [
  ['GOOGLE_OAUTH', 'GOOGLE'],
  ['OUTLOOK', 'OUTLOOK'],
  ['MAIL', 'MAIL'],
];

/** An e-mail in the sandbox. */
export interface MadeEmail {
  id: string;
  messageId: string;
}

/** An inbox world whose account is a mailbox. */
export async function startMailbox(
  db: Db,
  pool: pg.Pool,
  type = 'MAIL',
  provider: Provider = 'MAIL',
  /** Of the account in the sandbox: `aliases`. */
  more: Record<string, unknown> = {},
) {
  const world = await startInboxWorld(db, pool, { type, provider, more });
  const { account, sandbox } = world;
  let count = 0;
  const post = (path: string, body: object = {}) =>
    sandbox.control<{ emails: MadeEmail[] }>('POST', path, body);
  return {
    ...world,
    /** An e-mail of Noor's, unless told otherwise. */
    async mail(fields: Record<string, unknown> = {}): Promise<MadeEmail> {
      const from = { address: 'noor@client.example', name: 'Noor Haddad' };
      const body = { from, subject: 'Proposal', text: 'Fine for us', silent: true, ...fields };
      const made = await post(`/accounts/${account.providerAccountId}/emails`, body);
      const [email] = made.emails;
      if (!email) throw new Error('no e-mail');
      return email;
    },
    /** Noor's answer to an e-mail. */
    answer(to: MadeEmail, fields: Record<string, unknown> = {}): Promise<MadeEmail> {
      return this.mail({ inReplyTo: to.id, subject: 'Re: Proposal', ...fields });
    },
    act: (id: string, what: string, body: object = {}) =>
      sandbox.control<MadeEmail>('POST', `/emails/${id}/${what}`, body),
    remove: (id: string) => sandbox.control('DELETE', `/emails/${id}`),
    async sync(reason: 'connected' | 'catch_up' = 'connected') {
      const payload = { workspaceId: world.workspace.id, accountId: account.id, reason };
      await enqueue(db, syncAccountJob, payload, syncAccountOptions(account.id, reason));
      await world.runJobs();
    },
    event: (event: string, email: MadeEmail) =>
      world.deliver({
        event,
        webhook_name: 'mail',
        account_id: account.providerAccountId,
        email_id: email.id,
        message_id: email.messageId,
        // Two events have never the same body.
        date: new Date(Date.now() + count++).toISOString(),
      }),
    rows: () =>
      db
        .select()
        .from(messages)
        .innerJoin(emails, eq(emails.messageId, messages.id))
        .innerJoin(emailBodies, eq(emailBodies.messageId, messages.id))
        .where(eq(messages.accountId, account.id))
        .orderBy(asc(messages.sentAt), asc(messages.id)),
    threads: () =>
      db
        .select()
        .from(conversations)
        .where(eq(conversations.accountId, account.id))
        .orderBy(asc(conversations.createdAt)),
  };
}
