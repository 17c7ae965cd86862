import { and, eq, lt } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { accounts, members, users } from '@/db/schema';
import { isAccountRead } from '@/lib/accounts/check-mutations';
import { findOutage, type Outage } from '@/lib/accounts/outage-rules';
import { accountLabel } from '@/lib/accounts/rules';
import { lockAccount } from '@/lib/accounts/transition-mutations';
import { listDrops } from '@/lib/accounts/transition-queries';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { DAY_MS, SECOND_MS } from '@/lib/core/time';
import { findHealingEnd } from '@/lib/healing/queries';
import type { JobTools } from '@/lib/jobs/define';
import { enqueue } from '@/lib/jobs/enqueue';
import { handles, handlesGlobally } from '@/lib/jobs/register';
import { systemCtx } from '@/lib/jobs/system-scope';
import { findLastReconnectMail, hasMailSince, queueMail } from '@/lib/notices/mutations';
import { digestJob, escalateJob, escalateKey, remindJob, remindKey } from '@/lib/reminders/jobs';
import { queueReconnectMail } from '@/lib/reminders/mutations';
import { findCurrentLoss, listAdmins, listLeads, listOwnerMails } from '@/lib/reminders/queries';
import { leadsAt, MAIL_WINDOW_MS, OUTAGE_RECHECK_MS, stepDelayMs } from '@/lib/reminders/rules';

interface Reminder {
  workspaceId: string;
  accountId: string;
  transitionId: string;
  step: number;
}

/**
 * One reminder of one loss: asks the API first, holds it while that is away or a provider-wide outage lasts, keeps to
 * one e-mail an hour, and plans the next. Does nothing for a loss that is over.
 */
export async function remind(
  payload: Reminder,
  ctx: Ctx<SystemScope>,
  tools: JobTools,
): Promise<void> {
  const { accountId, transitionId, step } = payload;
  if (!(await isCurrent(ctx, payload))) return;
  const isRead = await isAccountRead(ctx, accountId, tools.clock.now());
  await inTransaction(ctx, async (tx) => {
    // Whoever ends a repair or changes the status holds it too, and may have planned the next one.
    await lockAccount(tx, accountId);
    const loss = await findCurrentLoss(tx, accountId);
    if (loss?.transitionId !== transitionId) return;
    const now = tools.clock.now();
    const soonMs = now.getTime() + OUTAGE_RECHECK_MS;
    const healingEnd = await findHealingEnd(tx, transitionId);
    if (healingEnd) {
      // It is still being repaired, which ends in this e-mail at that time at the latest.
      return plan(tx, payload, step, new Date(Math.max(healingEnd.getTime(), soonMs)));
    }
    const outage = isRead ? await holdForOutage(tx, accountId, now) : null;
    if (!isRead || outage) {
      tools.log.info({ accountId, isRead, count: outage?.count }, 'reminder.held');
      return plan(tx, payload, step, new Date(soonMs));
    }
    const outcome = await queueReconnectMail(tx, accountId, { now, requestedBy: null, step });
    tools.log.info({ accountId, step, outcome }, 'reminder.decided');
    const retryAt = outcome === 'recent' ? await windowEnd(tx, accountId, now) : null;
    if (step === 0 && !retryAt) await planEscalation(tx, payload, now);
    // A first e-mail that fell into the window of another is made up for; later steps are not.
    if (retryAt && step === 0) return plan(tx, payload, step, retryAt);
    const nextAt = new Date(loss.at.getTime() + stepDelayMs(step + 1, 0));
    await plan(tx, payload, step + 1, nextAt);
  });
}

/**
 * Tells the leads, once for a loss, that its owner was asked and did nothing. Looks again later while the
 * owner's e-mail waits, has only just left, the API is away, or a provider-wide outage holds.
 */
export async function escalate(
  payload: Omit<Reminder, 'step'>,
  ctx: Ctx<SystemScope>,
  tools: JobTools,
): Promise<void> {
  const { accountId, transitionId } = payload;
  if (!(await isCurrent(ctx, payload))) return;
  const askedAt = tools.clock.now();
  const ownerMails = await listOwnerMails(ctx, transitionId);
  const dueAt = leadsAt(ownerMails, askedAt);
  if (dueAt > askedAt) return planEscalation(ctx, payload, dueAt);
  const isRead = await isAccountRead(ctx, accountId, askedAt);
  await inTransaction(ctx, async (tx) => {
    // Whoever signs it in again holds it too: nobody is told of a loss that is over.
    const account = await lockAccount(tx, accountId);
    if (!(await isCurrent(tx, payload))) return;
    const now = tools.clock.now();
    if (!isRead || (await holdForOutage(tx, accountId, now))) {
      return planEscalation(tx, payload, new Date(now.getTime() + OUTAGE_RECHECK_MS));
    }
    const leads = await listLeads(tx, account?.ownerMemberId ?? null);
    for (const { memberId, email } of leads) {
      await queueMail(tx, {
        kind: 'escalation',
        toMemberId: memberId,
        toEmail: email,
        dedupeKey: `escalation:${transitionId}:${memberId}`,
        params: { accountId, wasOwnerAsked: ownerMails.some(({ state }) => state === 'left') },
        at: now,
      });
    }
    tools.log.info({ accountId, leads: leads.length }, 'reminder.escalated');
  });
}

/** Once a day per workspace: what has been signed out for a day or longer, to its admins. */
export async function sendDigests(_payload: unknown, db: Db, { clock }: JobTools): Promise<void> {
  const now = clock.now();
  const rows = await db
    .selectDistinct({ id: accounts.workspaceId })
    .from(accounts)
    .where(isLongOut(now));
  for (const { id } of rows) await digestWorkspace(systemCtx(db, id), now);
}

export const reminderHandlers = [
  handles(remindJob, remind),
  handles(escalateJob, escalate),
  handlesGlobally(digestJob, sendDigests),
];

async function isCurrent(
  ctx: Ctx,
  { accountId, transitionId }: Omit<Reminder, 'step'>,
): Promise<boolean> {
  return (await findCurrentLoss(ctx, accountId))?.transitionId === transitionId;
}

function plan(ctx: Ctx, reminder: Reminder, step: number, runAt: Date): Promise<void> {
  const key = remindKey(reminder.accountId);
  return enqueue(ctx.db, remindJob, { ...reminder, step }, { runAt, key });
}

function planEscalation(
  ctx: Ctx,
  { workspaceId, accountId, transitionId }: Omit<Reminder, 'step'>,
  runAt: Date,
): Promise<void> {
  const key = escalateKey(accountId);
  const payload = { workspaceId, accountId, transitionId };
  return enqueue(ctx.db, escalateJob, payload, { runAt, key });
}

async function windowEnd(ctx: Ctx, accountId: string, now: Date): Promise<Date | null> {
  const start = new Date(now.getTime() - MAIL_WINDOW_MS);
  const last = await findLastReconnectMail(ctx, accountId, start);
  return last && new Date(last.getTime() + MAIL_WINDOW_MS + SECOND_MS);
}

/** Tells the admins once per outage; null when there is none. */
async function holdForOutage(ctx: Ctx, accountId: string, now: Date): Promise<Outage | null> {
  const [account] = await ctx.db
    .select({ gatewayId: accounts.gatewayId, provider: accounts.provider })
    .from(accounts)
    .where(and(eq(accounts.id, accountId), eq(accounts.workspaceId, ctx.scope.workspaceId)));
  if (!account) return null;
  const { drops, total } = await listDrops(ctx, account, now);
  const outage = findOutage(drops, total, accountId, now.getTime());
  if (!outage) return null;
  const place = `outage:${account.gatewayId}:${account.provider}`;
  const from = new Date(outage.fromMs);
  // An account that flaps moves the beginning of the outage, not the outage.
  if (await hasMailSince(ctx, 'admin-outage', place, from)) return outage;
  const params = {
    providerName: PROVIDER_NAMES[account.provider],
    count: outage.count,
    from: from.toISOString(),
    to: new Date(outage.toMs).toISOString(),
  };
  await mailAdmins(ctx, 'admin-outage', `${place}:${params.from}`, params, now);
  return outage;
}

async function mailAdmins(
  ctx: Ctx,
  kind: 'admin-outage' | 'admin-digest',
  key: string,
  params: Record<string, unknown>,
  at: Date,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    for (const { memberId, email } of await listAdmins(tx)) {
      const dedupeKey = `${key}:${memberId}`;
      await queueMail(tx, { kind, toMemberId: memberId, toEmail: email, dedupeKey, params, at });
    }
  });
}

async function digestWorkspace(ctx: Ctx, now: Date): Promise<void> {
  const rows = await ctx.db
    .select({
      name: accounts.name,
      provider: accounts.provider,
      ownerName: users.name,
      since: accounts.statusSince,
    })
    .from(accounts)
    .leftJoin(members, eq(members.id, accounts.ownerMemberId))
    .leftJoin(users, eq(users.id, members.userId))
    .where(and(eq(accounts.workspaceId, ctx.scope.workspaceId), isLongOut(now)))
    .orderBy(accounts.statusSince);
  const params = {
    accounts: rows.map(({ name, provider, ownerName, since }) => ({
      label: accountLabel({ name, provider }),
      ownerName,
      since: since.toISOString(),
    })),
  };
  const day = now.toISOString().slice(0, 10);
  await mailAdmins(ctx, 'admin-digest', `digest:${ctx.scope.workspaceId}:${day}`, params, now);
}

function isLongOut(now: Date) {
  return and(
    eq(accounts.status, 'reconnect_needed'),
    lt(accounts.statusSince, new Date(now.getTime() - DAY_MS)),
  );
}
