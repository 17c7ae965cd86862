import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import {
  accounts,
  memberPreferences,
  members,
  outgoingMails,
  users,
  workspaces,
} from '@/db/schema';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { failpoint } from '@/lib/core/failpoints';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { findHandedOver } from '@/lib/healing/queries';
import type { JobTools } from '@/lib/jobs/define';
import { handles, handlesGlobally } from '@/lib/jobs/register';
import { findMailedMention } from '@/lib/notes/queries';
import { sendNoticeJob, sweepNoticesJob } from '@/lib/notices/jobs';
import {
  claimMail,
  type MailRow,
  markLostMails,
  settleMail,
  waitQuietly,
} from '@/lib/notices/mutations';
import { quietUntil } from '@/lib/notices/quiet-rules';
import { renderNotice } from '@/lib/notices/rules';
import type { Notice } from '@/lib/notices/types';
import { getPreferencesOf } from '@/lib/preferences/queries';
import { mintReconnectLink } from '@/lib/reconnect-links/mutations';
import { sendBySmtp } from '@/lib/smtp/mutations';

/**
 * Sends one waiting mail at most once. Claiming it is a conditional update, so a second run finds
 * nothing; the link is made only now, so that its 24 hours begin when the mail leaves. In the quiet hours
 * of whoever gets it, it waits for their end, and what it says is looked at only then.
 */
export async function sendNotice(
  { mailId }: { mailId: string },
  ctx: Ctx<SystemScope>,
  { clock, log, attempt }: JobTools,
): Promise<void> {
  if (await waitsForMorning(ctx, mailId, clock.now())) return;
  const mail = await claimMail(ctx, mailId, clock.now());
  if (!mail) return;
  const notice = await compose(ctx, mail);
  if (!notice) {
    await settleMail(ctx.db, mailId, { state: 'cancelled' });
    return;
  }
  const outcome = await sendBySmtp({ id: mailId, to: mail.toEmail, ...renderNotice(notice) });
  await failpoint('mail.after_smtp');
  const hasMoreTries = attempt < sendNoticeJob.maxAttempts;
  await settleMail(ctx.db, mailId, outcome, hasMoreTries);
  const code = outcome.state === 'sent' ? undefined : outcome.code;
  log.info({ mailId, kind: mail.kind, state: outcome.state, code }, 'notice.tried');
  if (outcome.state === 'failed' && outcome.isTemporary && hasMoreTries) {
    throw new AppError('unavailable', 'The mail server put the e-mail off.');
  }
}

export async function sweepNotices(
  _payload: unknown,
  db: Db,
  { clock, log }: JobTools,
): Promise<void> {
  const lost = await markLostMails(db, clock.now());
  if (lost > 0) log.warn({ lost }, 'notice.lost');
}

export const noticeHandlers = [
  handles(sendNoticeJob, sendNotice),
  handlesGlobally(sweepNoticesJob, sweepNotices),
];

/** Puts a waiting mail off to the end of its reader's quiet hours; true when it did. */
async function waitsForMorning(ctx: Ctx, mailId: string, now: Date): Promise<boolean> {
  const { workspaceId } = ctx.scope;
  const [mail] = await ctx.db
    .select({ memberId: outgoingMails.toMemberId })
    .from(outgoingMails)
    .where(and(eq(outgoingMails.id, mailId), eq(outgoingMails.workspaceId, workspaceId)));
  const memberId = mail?.memberId;
  if (!memberId) return false;
  return inTransaction(ctx, async (tx) => {
    // Held, so that whoever changes them at this moment finds the mail that waits.
    await tx.db
      .select({ memberId: memberPreferences.memberId })
      .from(memberPreferences)
      .where(eq(memberPreferences.memberId, memberId))
      .for('share');
    const { quietHours } = await getPreferencesOf(tx, memberId);
    const untilMs = quietUntil(quietHours, now.getTime());
    if (untilMs !== null) await waitQuietly(tx, mailId, new Date(untilMs));
    return untilMs !== null;
  });
}

const reconnectParams = z.object({ accountId: z.uuid(), requestedBy: z.string().nullable() });
const escalationParams = z.object({
  accountId: z.uuid(),
  wasOwnerAsked: z.boolean().default(true),
});
const outageParams = z.object({
  providerName: z.string(),
  count: z.number(),
  from: z.string(),
  to: z.string(),
});
const mentionParams = z.object({ noteId: z.uuid() });
const digestParams = z.object({
  accounts: z.array(
    z.object({ label: z.string(), ownerName: z.string().nullable(), since: z.string() }),
  ),
});

/** What the mail says, from its parameters and the state of now; null when it has become pointless. */
async function compose(ctx: Ctx, mail: MailRow): Promise<Notice | null> {
  const [workspace] = await ctx.db
    .select({ name: workspaces.name })
    .from(workspaces)
    .where(eq(workspaces.id, ctx.scope.workspaceId));
  const workspaceName = workspace?.name ?? '';
  const overview = { workspaceName, url: `${env().PUBLIC_URL}/overview` };
  switch (mail.kind) {
    case 'reconnect':
      return composeReconnect(ctx, mail, workspaceName);
    case 'escalation':
      return composeEscalation(ctx, mail, workspaceName);
    case 'admin-outage':
      return { kind: mail.kind, params: { ...outageParams.parse(mail.params), ...overview } };
    case 'admin-digest':
      return { kind: mail.kind, params: { ...digestParams.parse(mail.params), ...overview } };
    case 'mention':
      return composeMention(ctx, mail, workspaceName);
    default:
      return null;
  }
}

async function composeMention(
  ctx: Ctx,
  mail: MailRow,
  workspaceName: string,
): Promise<Notice | null> {
  const { noteId } = mentionParams.parse(mail.params);
  const memberId = mail.toMemberId;
  const found = memberId ? await findMailedMention(ctx, { noteId, memberId }) : null;
  if (!found) return null;
  const { conversationId, authorName, accountName } = found;
  const url = `${env().PUBLIC_URL}/inbox/${conversationId}?at=${noteId}`;
  return { kind: 'mention', params: { authorName, accountName, workspaceName, url } };
}

async function composeReconnect(
  ctx: Ctx,
  mail: MailRow,
  workspaceName: string,
): Promise<Notice | null> {
  const { accountId, requestedBy } = reconnectParams.parse(mail.params);
  const memberId = mail.toMemberId;
  const [account] = await ctx.db
    .select()
    .from(accounts)
    .where(and(eq(accounts.id, accountId), eq(accounts.workspaceId, ctx.scope.workspaceId)));
  const isStillTheirs = account?.ownerMemberId === memberId && memberId !== null;
  if (!account || !isStillTheirs || account.status !== 'reconnect_needed') return null;
  return {
    kind: 'reconnect',
    params: {
      accountName: account.name,
      providerName: PROVIDER_NAMES[account.provider],
      since: account.statusSince.toISOString(),
      workspaceName,
      url: await mintReconnectLink(ctx, { accountId, memberId }),
      requestedBy,
      repair: await findHandedOver(ctx, accountId, account.statusSince),
    },
  };
}

/** Null once the account works, changed hands to the reader, or was lost anew, which has a mail of its own. */
async function composeEscalation(
  ctx: Ctx,
  mail: MailRow,
  workspaceName: string,
): Promise<Notice | null> {
  const { accountId, wasOwnerAsked } = escalationParams.parse(mail.params);
  const [account] = await ctx.db
    .select({
      name: accounts.name,
      provider: accounts.provider,
      status: accounts.status,
      since: accounts.statusSince,
      ownerMemberId: accounts.ownerMemberId,
      ownerName: users.name,
    })
    .from(accounts)
    .leftJoin(members, eq(members.id, accounts.ownerMemberId))
    .leftJoin(users, eq(users.id, members.userId))
    .where(and(eq(accounts.id, accountId), eq(accounts.workspaceId, ctx.scope.workspaceId)));
  if (account?.status !== 'reconnect_needed' || account.since > mail.createdAt) return null;
  if (account.ownerMemberId === mail.toMemberId) return null;
  return {
    kind: 'escalation',
    params: {
      accountName: account.name,
      providerName: PROVIDER_NAMES[account.provider],
      since: account.since.toISOString(),
      ownerName: account.ownerName,
      wasOwnerAsked,
      workspaceName,
      url: `${env().PUBLIC_URL}/accounts/${accountId}`,
    },
  };
}
