import { and, eq, gt, gte, inArray, lt, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { outgoingMails } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { failpoint } from '@/lib/core/failpoints';
import { newId } from '@/lib/core/ids';
import { MINUTE_MS } from '@/lib/core/time';
import { enqueue } from '@/lib/jobs/enqueue';
import { sendNoticeJob } from '@/lib/notices/jobs';
import { renderNotice } from '@/lib/notices/rules';
import type { DirectNotice, MailOutcome, QueuedKind } from '@/lib/notices/types';
import { sendBySmtp } from '@/lib/smtp/mutations';

export type MailRow = typeof outgoingMails.$inferSelect;

/** A mail that is `sending` for longer was left by a crash: it may have gone out. */
const LOST_AFTER_MS = 5 * MINUTE_MS;
/** Begins the key of a job that waits for the end of somebody's quiet hours. */
const QUIET_KEY = 'quiet:';

interface QueuedMail {
  kind: QueuedKind;
  toMemberId: string;
  toEmail: string;
  /** One mail per key for ever, whatever races. */
  dedupeKey: string;
  /** Ids and figures; never a link that lets somebody in. */
  params: Record<string, unknown>;
  at: Date;
  /** It leaves at the earliest then; at once where this is not given. */
  notBefore?: Date;
}

/** Queues an e-mail in the caller's transaction. Null when there is one with this key already. */
export async function queueMail(ctx: Ctx, mail: QueuedMail): Promise<string | null> {
  const { workspaceId } = ctx.scope;
  const { at, notBefore, ...fields } = mail;
  const [row] = await ctx.db
    .insert(outgoingMails)
    .values({ ...fields, workspaceId, createdAt: at })
    .onConflictDoNothing({ target: outgoingMails.dedupeKey })
    .returning({ id: outgoingMails.id });
  if (!row) return null;
  await enqueue(
    ctx.db,
    sendNoticeJob,
    { workspaceId, mailId: row.id },
    notBefore && { runAt: notBefore },
  );
  return row.id;
}

/**
 * The member's quiet hours are others now: what waits for their end is looked at again, in the caller's
 * transaction, and leaves or waits for the new one. What waits for another reason goes on waiting.
 */
export async function releaseQuietMails(tx: Ctx, memberId: string): Promise<void> {
  const { workspaceId } = tx.scope;
  const rows = await tx.db
    .select({ id: outgoingMails.id })
    .from(outgoingMails)
    .where(
      and(
        eq(outgoingMails.workspaceId, workspaceId),
        eq(outgoingMails.toMemberId, memberId),
        eq(outgoingMails.state, 'queued'),
        sql`exists (select 1 from graphile_worker.jobs where key = ${QUIET_KEY} || ${outgoingMails.id}::text)`,
      ),
    );
  for (const { id } of rows) await waitQuietly(tx, id);
}

/** Has a mail tried at `runAt`, at once where none is given: one waiting job each, whoever asks how often. */
export async function waitQuietly(ctx: Ctx, mailId: string, runAt?: Date): Promise<void> {
  const { workspaceId } = ctx.scope;
  const key = `${QUIET_KEY}${mailId}`;
  await enqueue(ctx.db, sendNoticeJob, { workspaceId, mailId }, { runAt, key });
}

/** Reconnect e-mails that have not left are pointless once the account is no longer signed out. */
export async function cancelReconnectMails(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.db
    .update(outgoingMails)
    .set({ state: 'cancelled' })
    .where(
      and(
        eq(outgoingMails.workspaceId, ctx.scope.workspaceId),
        eq(outgoingMails.state, 'queued'),
        isReconnectMailOf(accountId),
      ),
    );
}

/** When the last reconnect e-mail of this account since `after` was queued, or null. */
export async function findLastReconnectMail(
  ctx: Ctx,
  accountId: string,
  after: Date,
): Promise<Date | null> {
  const [row] = await ctx.db
    .select({ at: sql<string | null>`max(${outgoingMails.createdAt})` })
    .from(outgoingMails)
    .where(
      and(
        eq(outgoingMails.workspaceId, ctx.scope.workspaceId),
        inArray(outgoingMails.state, ['queued', 'sending', 'sent', 'unknown']),
        gt(outgoingMails.createdAt, after),
        isReconnectMailOf(accountId),
      ),
    );
  return row?.at ? new Date(row.at) : null;
}

/** Whether a mail whose key begins with `keyStart` was queued since. */
export async function hasMailSince(
  ctx: Ctx,
  kind: QueuedKind,
  keyStart: string,
  since: Date,
): Promise<boolean> {
  const [row] = await ctx.db
    .select({ id: outgoingMails.id })
    .from(outgoingMails)
    .where(
      and(
        eq(outgoingMails.workspaceId, ctx.scope.workspaceId),
        eq(outgoingMails.kind, kind),
        gte(outgoingMails.createdAt, since),
        sql`starts_with(${outgoingMails.dedupeKey}, ${`${keyStart}:`})`,
      ),
    )
    .limit(1);
  return row !== undefined;
}

/**
 * Sends an e-mail whose link is a secret, at once: the link passes through memory only, the row keeps
 * kind and address. `workspaceId` is null before anybody belongs to one. Takes up to about 30 s when
 * the mail server is slow, so do not let a person wait for it where the time would tell something.
 */
export async function sendNoticeNow(
  db: Db,
  notice: DirectNotice,
  to: { email: string; memberId?: string; workspaceId: string | null },
): Promise<MailOutcome> {
  const id = newId();
  await db.insert(outgoingMails).values({
    id,
    workspaceId: to.workspaceId,
    kind: notice.kind,
    toEmail: to.email,
    toMemberId: to.memberId ?? null,
    dedupeKey: `${notice.kind}:${id}`,
    state: 'sending',
    attempts: 1,
    startedAt: new Date(),
  });
  const outcome = await sendBySmtp({ id, to: to.email, ...renderNotice(notice) });
  await failpoint('mail.after_smtp');
  await settleMail(db, id, outcome);
  return outcome;
}

/** Takes a waiting mail for sending; null when it is not waiting (any more). */
export async function claimMail(ctx: Ctx, mailId: string, now: Date): Promise<MailRow | null> {
  const [row] = await ctx.db
    .update(outgoingMails)
    .set({ state: 'sending', startedAt: now, attempts: sql`${outgoingMails.attempts} + 1` })
    .where(
      and(
        eq(outgoingMails.id, mailId),
        eq(outgoingMails.workspaceId, ctx.scope.workspaceId),
        eq(outgoingMails.state, 'queued'),
      ),
    )
    .returning();
  return row ?? null;
}

/** Writes down how a try ended; `hasMoreTries` puts a mail that was put off back into the queue. */
export async function settleMail(
  db: Db,
  mailId: string,
  outcome: MailOutcome | { state: 'cancelled' },
  hasMoreTries = false,
): Promise<void> {
  const isAgain = outcome.state === 'failed' && outcome.isTemporary && hasMoreTries;
  await db
    .update(outgoingMails)
    .set({
      state: isAgain ? 'queued' : outcome.state,
      errorCode: outcome.state === 'failed' || outcome.state === 'unknown' ? outcome.code : null,
      ...(outcome.state === 'sent' ? { messageId: outcome.messageId, sentAt: sql`now()` } : {}),
    })
    .where(and(eq(outgoingMails.id, mailId), eq(outgoingMails.state, 'sending')));
}

/** Mails left in the middle by a crash: whether they went out is not known, so they are not repeated. */
export async function markLostMails(db: Db, now: Date): Promise<number> {
  const rows = await db
    .update(outgoingMails)
    .set({ state: 'unknown', errorCode: 'interrupted' })
    .where(
      and(
        eq(outgoingMails.state, 'sending'),
        lt(outgoingMails.startedAt, new Date(now.getTime() - LOST_AFTER_MS)),
      ),
    )
    .returning({ id: outgoingMails.id });
  return rows.length;
}

function isReconnectMailOf(accountId: string) {
  return and(
    eq(outgoingMails.kind, 'reconnect'),
    sql`${outgoingMails.params} ->> 'accountId' = ${accountId}`,
  );
}
