import { and, eq, inArray, ne, or, sql } from 'drizzle-orm';
import { lockByName } from '@/db/advisory-locks';
import { conversations, emailBodies, emails, messages, type StoredEmailPeople } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { addressKey, normaliseEmail } from '@/lib/core/email';
import { DAY_MS } from '@/lib/core/time';
import { bareSubject } from '@/lib/email-html/subject-rules';
import { holdErasures, keepOutEmails } from '@/lib/erasure/keep-out-mutations';
import type { GatewayEmail } from '@/lib/gateway/email-types';
import { carryOver } from '@/lib/inbox/carry-over-mutations';
import { storePeople } from '@/lib/inbox/chat-mutations';
import { linkEmailSends } from '@/lib/inbox/email-send-mutations';
import {
  isNewsworthy,
  type StoredMessages,
  type StoreOptions,
  storeMessages,
} from '@/lib/inbox/message-mutations';
import type { ReadableAccount } from '@/lib/inbox/read-mutations';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { cleanEmailsJob, completeEmailJob, completionDelayMs } from './jobs';
import { mergeConversations } from './merge-mutations';
import { findKnown, listOwnAddresses } from './queries';
import { counterpartOf, isInInbox, peopleOf, threadKeyOf, toMessage } from './rules';
import { type EmailGroup, groupThreads } from './thread-rules';
import type { EmailAccount } from './types';

/** The account with the addresses that are its own: its login, and whatever it sent e-mails from. */
export async function withAddresses(ctx: Ctx, account: ReadableAccount): Promise<EmailAccount> {
  const addresses = await listOwnAddresses(ctx, account.id);
  return {
    ...account,
    ownAddresses: new Set(addresses.flatMap((one) => normaliseEmail(one) ?? [])),
  };
}

/**
 * Writes e-mails with their threads, people and texts, in the caller's transaction, and everything that follows from
 * them. Running it twice, or with the e-mails in another order, ends in the same rows. `readAt` as for messages:
 * what somebody wrote since then is left, and named in `contested`.
 */
export async function storeEmails(
  tx: Ctx,
  account: EmailAccount,
  incoming: readonly GatewayEmail[],
  options: StoreOptions & { readAt: Date },
): Promise<StoredMessages> {
  await holdErasures(tx);
  // One writer of e-mails per account: who belongs to which thread is read from rows that nobody else changes.
  await lockByName(tx, `emails:${account.id}`);
  const wanted = await keepOutEmails(tx, account, incoming);
  const distinct = [...new Map(wanted.map((one) => [one.gatewayEmailId, one])).values()];
  const keptOutCount = incoming.length - wanted.length;
  const total: StoredMessages = { insertedCount: 0, updatedCount: 0, keptOutCount, contested: [] };
  const freshIds: string[] = [];
  const groups = groupThreads(distinct, await findKnown(tx, account, distinct));
  await lockThreads(tx, groups);
  for (const group of groups) {
    const { stored, fresh } = await storeGroup(tx, account, group, options);
    freshIds.push(...fresh);
    total.insertedCount += stored.insertedCount;
    total.updatedCount += stored.updatedCount;
    total.contested.push(...stored.contested);
  }
  if (freshIds.length > 0) {
    const payload = { workspaceId: account.workspaceId, messageIds: freshIds };
    await enqueue(tx.db, cleanEmailsJob, payload, { priority: PRIORITY.history });
  }
  return total;
}

/** In the order in which whoever sorts many at once locks them, which is not that of a page. */
async function lockThreads(tx: Ctx, groups: readonly EmailGroup[]): Promise<void> {
  const ids = groups.flatMap(({ conversationIds }) => conversationIds);
  if (ids.length === 0) return;
  await tx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(inArray(conversations.id, ids))
    .orderBy(conversations.id)
    .for('no key update');
}

async function storeGroup(
  tx: Ctx,
  account: EmailAccount,
  group: EmailGroup,
  options: StoreOptions & { readAt: Date },
): Promise<{ stored: StoredMessages; fresh: string[] }> {
  const own = new Set([...account.ownAddresses, ...sendersOf(group.emails)]);
  const conversationId = await placeOf(tx, account, group, own);
  const before = await statesBefore(tx, account, group.emails);
  const entries = group.emails.map((email) => {
    const message = toMessage(email, own);
    return { message, isUnread: isNewsworthy(message), isArrival: isInInbox(email) };
  });
  const stored = await storeMessages(tx, account, conversationId, entries, options);
  const contested = new Set(stored.contested);
  const written = group.emails.filter((email) => !contested.has(email.gatewayEmailId));
  const ids = await storeEnvelopes(tx, account, written);
  await storePeople(tx, account, conversationId, peopleRows(written, own));
  await linkEmailSends(
    tx,
    account,
    conversationId,
    written.map((email) => email.gatewayEmailId),
  );
  await followFolders(tx, conversationId, written, before);
  await followReading(tx, conversationId, written, before);
  for (const email of written) {
    if (!email.isComplete && !before.has(email.gatewayEmailId))
      await completeSoon(tx, account, email);
  }
  const fresh = written.flatMap((email) =>
    isLikelyRead(email) && !before.has(email.gatewayEmailId)
      ? (ids.get(email.gatewayEmailId) ?? [])
      : [],
  );
  return { stored, fresh };
}

/** Older ones are made ready when somebody opens them. */
const FRESH_MS = 30 * DAY_MS;

function isLikelyRead({ html, sentAt }: GatewayEmail): boolean {
  return html !== null && sentAt.getTime() > Date.now() - FRESH_MS;
}

/** Whom the provider let send from this mailbox is us, whatever the address. */
function sendersOf(group: readonly GatewayEmail[]): string[] {
  return group.flatMap(({ role, from }) =>
    role === 'sent' && from ? addressKey(from.address) : [],
  );
}

/** The conversation of a group: the one there is, one made of several, or a new one. */
async function placeOf(
  tx: Ctx,
  account: EmailAccount,
  { emails: group, conversationIds }: EmailGroup,
  own: ReadonlySet<string>,
): Promise<string> {
  const [known, ...others] = conversationIds;
  if (known) {
    for (const other of others) await mergeConversations(tx, account, { from: other, into: known });
    return known;
  }
  const [first] = group.toSorted((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
  const last = group.reduce((a, b) => (a.sentAt > b.sentAt ? a : b));
  if (!first) throw new Error('A thread without an e-mail.');
  const counterpart = counterpartOf(last, own);
  const [row] = await tx.db
    .insert(conversations)
    .values({
      workspaceId: account.workspaceId,
      accountId: account.id,
      gatewayChatId: threadKeyOf(first),
      providerChatId: first.threadId ?? first.messageId ?? first.gatewayEmailId,
      kind: 'email',
      subject: bareSubject(first.subject),
      attendeeProviderId: counterpart && addressKey(counterpart.address),
      lastMessageAt: last.sentAt,
      sortAt: last.sentAt,
      messagesSyncedAt: sql`now()`,
    })
    .onConflictDoUpdate({
      target: [conversations.accountId, conversations.gatewayChatId],
      set: { updatedAt: sql`clock_timestamp()` },
    })
    .returning({ id: conversations.id, isNew: sql<boolean>`xmax = 0` });
  if (!row) throw new Error('An upsert returned no row.');
  if (row.isNew) await carryOver(tx, account.id, row.id);
  return row.id;
}

type Before = ReadonlyMap<string, { isInInbox: boolean; isSeen: boolean }>;

/** Where the stored ones of these e-mails lay until now, and whether the provider called them read. */
async function statesBefore(
  tx: Ctx,
  account: EmailAccount,
  group: readonly GatewayEmail[],
): Promise<Before> {
  const rows = await tx.db
    .select({
      id: messages.gatewayMessageId,
      isSeen: messages.isSeen,
      role: emails.role,
      folderIds: emails.folderIds,
    })
    .from(messages)
    .innerJoin(emails, eq(emails.messageId, messages.id))
    .where(
      and(
        eq(messages.accountId, account.id),
        inArray(
          messages.gatewayMessageId,
          group.map((email) => email.gatewayEmailId),
        ),
      ),
    );
  return new Map(rows.map(({ id, isSeen, ...row }) => [id, { isInInbox: isInInbox(row), isSeen }]));
}

async function storeEnvelopes(
  tx: Ctx,
  account: EmailAccount,
  written: readonly GatewayEmail[],
): Promise<ReadonlyMap<string, string>> {
  if (written.length === 0) return new Map();
  const rows = await tx.db
    .select({ id: messages.id, gatewayId: messages.gatewayMessageId })
    .from(messages)
    .where(
      and(
        eq(messages.accountId, account.id),
        inArray(
          messages.gatewayMessageId,
          written.map((email) => email.gatewayEmailId),
        ),
      ),
    );
  const idOf = new Map(rows.map((row) => [row.gatewayId, row.id]));
  const known = written.flatMap((email) => {
    const messageId = idOf.get(email.gatewayEmailId);
    return messageId ? [{ email, messageId }] : [];
  });
  await tx.db
    .insert(emails)
    .values(
      known.map(({ email, messageId }) => ({
        messageId,
        workspaceId: account.workspaceId,
        accountId: account.id,
        rfcMessageId: email.messageId,
        inReplyTo: email.inReplyTo?.messageId ?? null,
        people: toPeople(email),
        role: email.role,
        folderIds: [...email.folderIds],
        trackingId: email.trackingId,
        isComplete: email.isComplete,
      })),
    )
    .onConflictDoUpdate({
      target: emails.messageId,
      set: {
        people: sql`excluded.people`,
        role: sql`excluded.role`,
        folderIds: sql`excluded.folder_ids`,
        trackingId: sql`coalesce(excluded.tracking_id, emails.tracking_id)`,
        isComplete: sql`excluded.is_complete`,
        updatedAt: sql`clock_timestamp()`,
      },
    });
  await tx.db
    .insert(emailBodies)
    .values(
      known.map(({ email, messageId }) => ({ messageId, html: email.html, plain: email.plain })),
    )
    .onConflictDoUpdate({
      target: emailBodies.messageId,
      set: {
        html: sql`excluded.html`,
        plain: sql`excluded.plain`,
        // Cleaned anew by whoever reads it next.
        safeHtml: sql`case when email_bodies.html is not distinct from excluded.html then email_bodies.safe_html end`,
        safeVersion: sql`case when email_bodies.html is not distinct from excluded.html then email_bodies.safe_version end`,
      },
    });
  return idOf;
}

function toPeople({ from, to, cc, bcc, replyTo }: GatewayEmail): StoredEmailPeople {
  return { from, to: [...to], cc: [...cc], bcc: [...bcc], replyTo: [...replyTo] };
}

function peopleRows(group: readonly GatewayEmail[], own: ReadonlySet<string>) {
  return group.flatMap(peopleOf).map(({ address, name }) => ({
    providerUserId: addressKey(address),
    name,
    profileUrl: null,
    isSelf: own.has(addressKey(address)),
  }));
}

/**
 * A thread that nobody here has placed yet stands where it stands at the provider: done, unless one of its e-mails is
 * in the inbox. Later it follows what happens there: archived or filed away is done, put back is back.
 */
async function followFolders(
  tx: Ctx,
  conversationId: string,
  written: readonly GatewayEmail[],
  before: Before,
): Promise<void> {
  const hasInbox = sql`exists (select 1 from ${emails} join ${messages} on ${messages.id} = ${emails.messageId}
    where ${messages.conversationId} = ${conversations.id} and not ${messages.isDeleted}
      and (${emails.role} = 'inbox' or ${emails.folderIds} ? 'INBOX'))`;
  const wasIn = (email: GatewayEmail) => before.get(email.gatewayEmailId)?.isInInbox;
  const hasLeft = written.some((email) => wasIn(email) === true && !isInInbox(email));
  const isBack = written.some((email) => wasIn(email) === false && isInInbox(email));
  const isUnplaced = sql`${conversations.placedAt} is null and ${conversations.place} <> 'snoozed'`;
  const follows = or(
    isUnplaced,
    hasLeft ? sql`${conversations.place} = 'inbox' and not ${hasInbox}` : undefined,
    isBack ? sql`${conversations.place} = 'done' and not ${conversations.isMuted}` : undefined,
  );
  const place = sql`case when ${hasInbox} then 'inbox' else 'done' end`;
  await tx.db
    .update(conversations)
    .set({
      place,
      placedAt: sql`case when ${isUnplaced} then null::timestamptz else clock_timestamp() end`,
    })
    .where(
      and(eq(conversations.id, conversationId), follows, sql`${conversations.place} <> ${place}`),
    );
}

/** Read or unread on another device of the mailbox's owner is so here; what was unread here all the time stays. */
async function followReading(
  tx: Ctx,
  conversationId: string,
  written: readonly GatewayEmail[],
  before: Before,
): Promise<void> {
  const wasSeen = ({ gatewayEmailId }: GatewayEmail) => before.get(gatewayEmailId)?.isSeen;
  const isUnread = written.some((email) => wasSeen(email) === true && !email.isRead);
  const isRead = written.some((email) => wasSeen(email) === false && email.isRead);
  if (!isUnread && !isRead) return;
  await tx.db
    .update(conversations)
    .set({ isMarkedUnread: isUnread, updatedAt: sql`clock_timestamp()` })
    .where(and(eq(conversations.id, conversationId), ne(conversations.isMarkedUnread, isUnread)));
}

async function completeSoon(tx: Ctx, account: EmailAccount, email: GatewayEmail): Promise<void> {
  const { workspaceId, id: accountId } = account;
  const { gatewayEmailId } = email;
  await enqueue(
    tx.db,
    completeEmailJob,
    { workspaceId, accountId, gatewayEmailId, looks: 0 },
    {
      key: `emails-complete:${accountId}:${gatewayEmailId}`,
      runAt: new Date(Date.now() + completionDelayMs(0)),
    },
  );
}
