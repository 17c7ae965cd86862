import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { gateways, outgoingMails, webhookEvents } from '@/db/schema';
import { getBilling } from '@/lib/accounts/billing-queries';
import { listIncidents } from '@/lib/accounts/incident-queries';
import { findOutage } from '@/lib/accounts/outage-rules';
import { listAccounts } from '@/lib/accounts/queries';
import { listLosses } from '@/lib/accounts/reconnect-queries';
import { RECONNECT_DAYS, reconnectSpans } from '@/lib/accounts/reconnect-rules';
import { listDrops } from '@/lib/accounts/transition-queries';
import { listTwins } from '@/lib/accounts/twin-queries';
import type { AccountItem } from '@/lib/accounts/types';
import { can, requirePermission } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import type { Provider } from '@/lib/core/providers';
import { DAY_MS } from '@/lib/core/time';
import { selectRows, toOverviewCsv } from '@/lib/overview/rules';
import type {
  Overview,
  OverviewFilters,
  OverviewGateway,
  OverviewOutage,
  OverviewRow,
} from '@/lib/overview/types';

type MemberCtx = Ctx<MemberScope>;

/** All accounts of the workspace for those who look after them. Throws `forbidden` for the rest. */
export async function getOverview(ctx: MemberCtx, now = new Date()): Promise<Overview> {
  requirePermission(ctx.scope, 'overview:read');
  const [{ accounts, freshMs }, lags, mails, health] = await Promise.all([
    listAccounts(ctx, now),
    listLags(ctx),
    listMails(ctx),
    listGatewayHealth(ctx),
  ]);
  const current = accounts.filter((account) => account.status !== 'removed');
  const twins = await listTwins(ctx);
  const ids = current.map(({ id }) => id);
  const losses = await listLosses(ctx, ids, now);
  const sinceMs = now.getTime() - RECONNECT_DAYS * DAY_MS;
  const rows = current.map((account) => ({
    ...account,
    lagMs: lags.get(account.id) ?? null,
    lastMail: mailOf(account, mails),
    reconnectMs: reconnectSpans(losses.get(account.id) ?? [], sinceMs),
    isLost: losses.get(account.id)?.some(({ end }) => end === null) ?? false,
  }));
  return {
    rows,
    freshMs,
    outages: await listOutages(ctx, current, now),
    gateways: health,
    twins,
    billing: await getBilling(ctx, twins, now),
    canRemind: can(ctx.scope, 'account:remind'),
    incidentCount: (await listIncidents(ctx, now)).incidents.length,
  };
}

/** The export of the same rows, in the same order. */
export async function exportOverview(
  ctx: MemberCtx,
  filters: OverviewFilters,
  now = new Date(),
): Promise<string> {
  const { rows, freshMs } = await getOverview(ctx, now);
  return toOverviewCsv(selectRows(rows, filters, now.getTime(), freshMs), now.getTime(), freshMs);
}

async function listLags(ctx: MemberCtx): Promise<ReadonlyMap<string, number>> {
  const rows = await ctx.db
    .selectDistinctOn([webhookEvents.accountId], {
      accountId: webhookEvents.accountId,
      receivedAt: webhookEvents.receivedAt,
      processedAt: webhookEvents.processedAt,
    })
    .from(webhookEvents)
    .where(
      and(
        eq(webhookEvents.workspaceId, ctx.scope.workspaceId),
        eq(webhookEvents.state, 'processed'),
        isNotNull(webhookEvents.accountId),
        // Older events say nothing of today's speed, and would have to be sorted by the thousand.
        sql`${webhookEvents.receivedAt} > now() - interval '7 days'`,
      ),
    )
    .orderBy(webhookEvents.accountId, desc(webhookEvents.receivedAt));
  const lags = new Map<string, number>();
  for (const { accountId, receivedAt, processedAt } of rows) {
    if (accountId && processedAt) {
      lags.set(accountId, processedAt.getTime() - receivedAt.getTime());
    }
  }
  return lags;
}

interface LastMail {
  accountId: string;
  state: (typeof outgoingMails.$inferSelect)['state'];
  at: Date;
}

async function listMails(ctx: MemberCtx): Promise<ReadonlyMap<string, LastMail>> {
  const accountId = sql<string>`${outgoingMails.params} ->> 'accountId'`;
  const rows = await ctx.db
    .select({
      accountId,
      state: outgoingMails.state,
      createdAt: outgoingMails.createdAt,
      sentAt: outgoingMails.sentAt,
    })
    .from(outgoingMails)
    .where(
      and(
        eq(outgoingMails.workspaceId, ctx.scope.workspaceId),
        eq(outgoingMails.kind, 'reconnect'),
        sql`${outgoingMails.createdAt} > now() - interval '60 days'`,
      ),
    )
    .orderBy(outgoingMails.createdAt);
  return new Map(
    rows.map((row) => [row.accountId, { ...row, at: row.sentAt ?? row.createdAt }] as const),
  );
}

const MAIL_STATES = {
  queued: 'waiting',
  sending: 'waiting',
  sent: 'sent',
  failed: 'failed',
  unknown: 'unknown',
  cancelled: null,
} as const;

function mailOf(
  account: AccountItem,
  mails: ReadonlyMap<string, LastMail>,
): OverviewRow['lastMail'] {
  const mail = mails.get(account.id);
  const state = mail && MAIL_STATES[mail.state];
  if (!mail || !state || account.status !== 'reconnect_needed') return null;
  if (mail.at.getTime() < Date.parse(account.statusSince)) return null;
  return { state, at: mail.at.toISOString() };
}

async function listOutages(
  ctx: MemberCtx,
  accounts: readonly AccountItem[],
  now: Date,
): Promise<OverviewOutage[]> {
  const places = new Map<string, { gatewayId: string; provider: Provider }>();
  for (const { gatewayId, provider, status } of accounts) {
    if (status !== 'reconnect_needed' && status !== 'interrupted') continue;
    places.set(`${gatewayId}:${provider}`, { gatewayId, provider });
  }
  const outages: OverviewOutage[] = [];
  for (const place of places.values()) {
    const { drops, total } = await listDrops(ctx, place, now);
    const seen = new Set<number>();
    for (const drop of drops) {
      const outage = findOutage(drops, total, drop.accountId, now.getTime());
      if (!outage || seen.has(outage.fromMs)) continue;
      seen.add(outage.fromMs);
      outages.push({
        transitionId: drop.transitionId,
        provider: place.provider,
        count: outage.count,
        from: new Date(outage.fromMs).toISOString(),
        to: new Date(outage.toMs).toISOString(),
      });
    }
  }
  return outages;
}

async function listGatewayHealth(ctx: MemberCtx): Promise<OverviewGateway[]> {
  const rows = await ctx.db
    .select({
      id: gateways.id,
      name: gateways.name,
      lastOkAt: gateways.lastOkAt,
      lastErrorAt: gateways.lastErrorAt,
      errorCode: gateways.lastErrorCode,
    })
    .from(gateways)
    .where(and(eq(gateways.workspaceId, ctx.scope.workspaceId), isNull(gateways.removedAt)))
    .orderBy(gateways.createdAt);
  return rows.map((row) => ({
    ...row,
    lastOkAt: row.lastOkAt?.toISOString() ?? null,
    lastErrorAt: row.lastErrorAt?.toISOString() ?? null,
  }));
}
