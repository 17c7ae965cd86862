import { and, asc, count, desc, eq } from 'drizzle-orm';
import { accounts, invitationImportRows, invitationImports } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import { listPlannable } from './account-queries';
import { toReportCsv } from './rules';
import {
  type ImportDetail,
  type ImportList,
  type ImportRefusal,
  type ImportRow,
  type ImportRowState,
  type ImportSummary,
  REFUSALS,
} from './types';

const MAX_IMPORTS = 50;

/** The member's own, newest first, and the accounts that another one could be for. */
export async function listImports(ctx: Ctx<MemberScope>): Promise<ImportList> {
  const [imports, plannable] = await Promise.all([listMine(ctx), listPlannable(ctx)]);
  return { imports, accounts: plannable.map(({ id, name }) => ({ id, name })) };
}

async function listMine(ctx: Ctx<MemberScope>): Promise<ImportSummary[]> {
  const rows = await ctx.db
    .select()
    .from(invitationImports)
    .where(isMine(ctx.scope))
    .orderBy(desc(invitationImports.createdAt), desc(invitationImports.id))
    .limit(MAX_IMPORTS);
  const totals = await ctx.db
    .select({
      importId: invitationImportRows.importId,
      state: invitationImportRows.state,
      total: count(),
    })
    .from(invitationImportRows)
    .innerJoin(invitationImports, eq(invitationImports.id, invitationImportRows.importId))
    .where(isMine(ctx.scope))
    .groupBy(invitationImportRows.importId, invitationImportRows.state);
  return rows.map(({ id, fileName, createdAt }) => {
    const ofImport = totals.filter(({ importId }) => importId === id);
    const counts = countStates(ofImport.map(({ state, total }) => ({ state, count: total })));
    return { id, fileName, createdAt: createdAt.toISOString(), counts };
  });
}

/** One with all its rows. Throws `not_found` for one of somebody else. */
export async function getImport(
  ctx: Ctx<MemberScope>,
  { importId }: { importId: string },
): Promise<ImportDetail> {
  const [found] = await ctx.db
    .select()
    .from(invitationImports)
    .where(and(isMine(ctx.scope), eq(invitationImports.id, importId)));
  if (!found) throw notFound('Import');
  const stored = await ctx.db
    .select({ row: invitationImportRows, accountName: accounts.name })
    .from(invitationImportRows)
    .leftJoin(accounts, eq(accounts.id, invitationImportRows.accountId))
    .where(eq(invitationImportRows.importId, importId))
    .orderBy(asc(invitationImportRows.line));
  const rows = stored.map(({ row, accountName }): ImportRow => {
    const { id, line, cells, identifier, note, state, detail, person } = row;
    const reason = toReason(row.reason);
    return { id, line, cells, accountName, identifier, note, state, reason, detail, person };
  });
  return {
    id: found.id,
    fileName: found.fileName,
    createdAt: found.createdAt.toISOString(),
    header: found.header,
    counts: countStates(rows.map(({ state }) => ({ state, count: 1 }))),
    rows,
  };
}

/** Every row of one with what came of it, as a file. */
export async function exportImport(
  ctx: Ctx<MemberScope>,
  input: { importId: string },
): Promise<string> {
  return toReportCsv(await getImport(ctx, input));
}

export function isMine({ workspaceId, memberId }: MemberScope) {
  return and(
    eq(invitationImports.workspaceId, workspaceId),
    eq(invitationImports.memberId, memberId),
  );
}

function countStates(counted: readonly { state: ImportRowState; count: number }[]) {
  const counts = { refused: 0, waiting: 0, found: 0, planned: 0, stopped: 0 };
  for (const one of counted) counts[one.state] += one.count;
  return counts;
}

function toReason(text: string | null): ImportRefusal | null {
  return REFUSALS.find((one) => one === text) ?? null;
}
