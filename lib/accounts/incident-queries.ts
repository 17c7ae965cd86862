import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { accounts, accountTransitions, members, outgoingMails, users } from '@/db/schema';
import {
  costOf,
  listGap,
  listUnsent,
  NO_COST,
  type Window,
} from '@/lib/accounts/incident-cost-queries';
import { listStatusChanges } from '@/lib/accounts/transition-queries';
import { incidentsOf } from '@/lib/accounts/uptime-rules';
import { can, readsMessagesOf, requirePermission, seesAccount } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { notFound } from '@/lib/core/errors';
import { isId } from '@/lib/core/ids';
import { SECOND_MS } from '@/lib/core/time';
import { countBack, type Place, toIncidents } from '@/lib/incidents/rules';
import type { IncidentDetail, IncidentItem, IncidentList } from '@/lib/incidents/types';

type MemberCtx = Ctx<MemberScope>;
const DAYS = 90;

/** Every incident of the last 90 days, newest first. For those who see the overview. */
export async function listIncidents(ctx: MemberCtx, now = new Date()): Promise<IncidentList> {
  requirePermission(ctx.scope, 'overview:read');
  return { incidents: await readIncidents(ctx, now) };
}

/**
 * The incident that a change of status belongs to, over the accounts whose status the reader may see, with what
 * it cost. Throws not-found for every other id.
 */
export async function getIncident(
  ctx: MemberCtx,
  { incidentId }: { incidentId: string },
  now = new Date(),
): Promise<IncidentDetail> {
  const [change] = isId(incidentId) ? await selectChange(ctx, incidentId) : [];
  if (!change) throw notFound('Incident');
  const at = change.at.toISOString();
  const incidents = await readIncidents(ctx, now);
  const incident = incidents.find(({ downs }) =>
    downs.some(
      ({ accountId, from, to }) =>
        accountId === change.accountId && from <= at && (to === null || at < to),
    ),
  );
  if (!incident) throw notFound('Incident');
  const windows = incident.downs.map(
    ({ accountId, from, to }): Window => ({ accountId, from, to: to ?? now.toISOString() }),
  );
  const [costs, gap, unsent, readable, mails] = await Promise.all([
    costOf(ctx, windows),
    listGap(ctx, windows),
    listUnsent(ctx, windows),
    listReadable(ctx),
    countMails(ctx, incident, now),
  ]);
  return {
    incident,
    accounts: incident.accounts.map((account) => ({
      ...account,
      ...stretchOf(incident, account.id),
      ...(costs.get(account.id) ?? NO_COST),
      isReadable: readable.has(account.id),
    })),
    gap,
    unsent,
    mails,
    seesAll: can(ctx.scope, 'overview:read'),
  };
}

async function readIncidents(ctx: MemberCtx, now: Date): Promise<IncidentItem[]> {
  const rows = await selectAccounts(ctx, seesAccount(ctx.scope));
  const known = new Map(rows.map((row) => [row.id, row]));
  const changes = await listStatusChanges(ctx, [...known.keys()], now, DAYS);
  const places = new Map<string, Place & { downs: Place['downs'][number][] }>();
  for (const row of rows) {
    const key = `${row.gatewayId} ${row.provider}`;
    const { gatewayId, provider } = row;
    const place = places.get(key) ?? { gatewayId, provider, total: 0, downs: [] };
    places.set(key, place);
    if (row.status !== 'removed') place.total += 1;
    const input = {
      changes: changes.get(row.id) ?? [],
      lastOkAtMs: row.lastOkAt?.getTime() ?? null,
      freshMs: env().ACCOUNT_FRESH_SECONDS * SECOND_MS,
      nowMs: now.getTime(),
      days: DAYS,
    };
    for (const { id, from, to, status, rawStatus } of incidentsOf(input)) {
      place.downs.push({ id, accountId: row.id, from, to, status, rawStatus });
    }
  }
  return toIncidents([...places.values()]).map((incident) => {
    const ids = [...new Set(incident.downs.map(({ accountId }) => accountId))];
    return {
      ...incident,
      accounts: ids.map((id) => {
        const row = known.get(id);
        return { id, name: row?.name ?? '', ownerName: row?.ownerName ?? null };
      }),
      backCount: countBack(incident.downs),
    };
  });
}

function selectChange(ctx: MemberCtx, transitionId: string) {
  return ctx.db
    .select({ accountId: accountTransitions.accountId, at: accountTransitions.at })
    .from(accountTransitions)
    .innerJoin(accounts, eq(accounts.id, accountTransitions.accountId))
    .where(and(eq(accountTransitions.id, transitionId), seesAccount(ctx.scope)));
}

function selectAccounts(ctx: MemberCtx, where: SQL | undefined) {
  return ctx.db
    .select({
      id: accounts.id,
      name: accounts.name,
      gatewayId: accounts.gatewayId,
      provider: accounts.provider,
      status: accounts.status,
      lastOkAt: accounts.lastOkAt,
      ownerName: users.name,
    })
    .from(accounts)
    .leftJoin(members, eq(members.id, accounts.ownerMemberId))
    .leftJoin(users, eq(users.id, members.userId))
    .where(where)
    .orderBy(asc(accounts.createdAt), asc(accounts.id));
}

function stretchOf({ downs }: IncidentItem, accountId: string) {
  const own = downs.filter((down) => down.accountId === accountId);
  return { from: own[0]?.from ?? '', to: own.at(-1)?.to ?? null };
}

async function listReadable(ctx: MemberCtx): Promise<ReadonlySet<string>> {
  const rows = await ctx.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(readsMessagesOf(ctx.scope));
  return new Set(rows.map(({ id }) => id));
}

/** Reconnect e-mails of its time that left, or of which nobody knows, and accounts for which none did. */
async function countMails(ctx: MemberCtx, incident: IncidentItem, now: Date) {
  const accountId = sql<string>`${outgoingMails.params} ->> 'accountId'`;
  const rows = await ctx.db
    .select({ accountId })
    .from(outgoingMails)
    .where(
      and(
        eq(outgoingMails.workspaceId, ctx.scope.workspaceId),
        eq(outgoingMails.kind, 'reconnect'),
        inArray(outgoingMails.state, ['sent', 'unknown']),
        sql`${outgoingMails.createdAt} >= ${incident.from}::timestamptz`,
        sql`${outgoingMails.createdAt} <= ${incident.to ?? now.toISOString()}::timestamptz`,
      ),
    );
  const told = rows.filter((row) => incident.accounts.some(({ id }) => id === row.accountId));
  const toldIds = new Set(told.map((row) => row.accountId));
  return { sent: told.length, withoutMail: incident.accounts.length - toldIds.size };
}
