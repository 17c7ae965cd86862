import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { invitationImportRows, invitationImports } from '@/db/schema';
import { isRefusalOfAccount } from '@/lib/accounts/mutations';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { findReadableAccount } from '@/lib/inbox/read-mutations';
import { identifierOf, isIdOf, isSamePerson } from '@/lib/inbox/recipient-rules';
import type { JobTools, RegisteredJob } from '@/lib/jobs/define';
import { handles } from '@/lib/jobs/register';
import { publish } from '@/lib/live/publish';
import { lookUpImportedJob } from './jobs';
import { lookUpSoon } from './mutations';
import type { ImportRefusal } from './types';

/** Of 100 profiles that a free account may look at in a day, the rest is for people (contract, limits). */
const MOST_A_DAY = 80;
const FEWEST_SECONDS = 20;
const MOST_SECONDS = 60;
const MAX_TRIES = 5;

type Row = typeof invitationImportRows.$inferSelect;

/** Looks up the person of the oldest row that waits for this account, and lets the next one wait for its turn. */
export async function lookUpImported(
  { accountId }: z.infer<typeof lookUpImportedJob.schema>,
  ctx: Ctx<SystemScope>,
  { clock }: Pick<JobTools, 'clock'>,
): Promise<void> {
  const row = await findNext(ctx, accountId);
  if (!row) return;
  const nowMs = clock.now().getTime();
  const account = await findReadableAccount(ctx, accountId);
  if (!account || account.removedAt) {
    await settle(ctx, row, { state: 'refused', reason: 'account_gone' });
    return lookUpSoon(ctx, accountId, new Date(nowMs));
  }
  const asked = identifierOf('LINKEDIN', row.identifier ?? '');
  if (!asked) {
    await settle(ctx, row, { state: 'refused', reason: 'not_a_profile' });
    return lookUpSoon(ctx, accountId, new Date(nowMs));
  }
  const busyUntilMs = await findBusyUntil(ctx, accountId, nowMs);
  if (busyUntilMs !== null) return lookUpSoon(ctx, accountId, new Date(busyUntilMs));
  const { providerAccountId } = account;
  try {
    const found = await callGateway(ctx, account.gatewayId, (client) =>
      client.findUser({ providerAccountId, identifier: asked.value, linkedinApi: 'classic' }),
    );
    const { providerUserId, publicIdentifier, name, headline, isConnection } = found;
    const reason = !isSamePerson(asked, publicIdentifier)
      ? 'somebody_else'
      : !isIdOf('classic', providerUserId)
        ? 'nobody'
        : isConnection
          ? 'connected'
          : null;
    const person = { providerUserId, publicIdentifier, name, headline };
    await settle(ctx, row, { state: reason ? 'refused' : 'found', reason, person });
    await lookUpSoon(ctx, accountId, new Date(nowMs + pauseMs()));
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    await lookUpSoon(
      ctx,
      accountId,
      new Date(nowMs + (await afterRefusal(ctx, row, account, error))),
    );
  }
}

/** How long to wait after a refusal, once what it means for the row is written down. */
async function afterRefusal(
  ctx: Ctx,
  row: Row,
  account: { id: string },
  error: GatewayError,
): Promise<number> {
  if (error.code === 'not_found' || error.code === 'recipient_unreachable') {
    await settle(ctx, row, { state: 'refused', reason: 'nobody' });
    return pauseMs();
  }
  if (await isRefusalOfAccount(ctx, account, error)) return HOUR_MS;
  if (error.code === 'throttled' || error.code === 'limit_reached') return HOUR_MS;
  if (row.tries + 1 >= MAX_TRIES) {
    await settle(ctx, row, { state: 'refused', reason: 'no_answer' });
    return pauseMs();
  }
  await ctx.db
    .update(invitationImportRows)
    .set({ tries: row.tries + 1 })
    .where(eq(invitationImportRows.id, row.id));
  return 5 * MINUTE_MS;
}

/** As a person would: not at one distance. */
function pauseMs(): number {
  return (FEWEST_SECONDS + Math.random() * (MOST_SECONDS - FEWEST_SECONDS)) * SECOND_MS;
}

async function findNext(ctx: Ctx, accountId: string): Promise<Row | undefined> {
  const [row] = await ctx.db
    .select()
    .from(invitationImportRows)
    .where(
      and(
        eq(invitationImportRows.workspaceId, ctx.scope.workspaceId),
        eq(invitationImportRows.accountId, accountId),
        eq(invitationImportRows.state, 'waiting'),
      ),
    )
    .orderBy(asc(invitationImportRows.id))
    .limit(1);
  return row;
}

/** When the account may ask again, once it asked for as many as a day holds; null: now. */
async function findBusyUntil(ctx: Ctx, accountId: string, nowMs: number): Promise<number | null> {
  const asked = await ctx.db
    .select({ at: invitationImportRows.lookedUpAt })
    .from(invitationImportRows)
    .where(
      and(
        eq(invitationImportRows.accountId, accountId),
        gt(invitationImportRows.lookedUpAt, new Date(nowMs - DAY_MS)),
      ),
    )
    .orderBy(asc(invitationImportRows.lookedUpAt));
  const oldest = asked.at(-MOST_A_DAY)?.at;
  return oldest ? oldest.getTime() + DAY_MS : null;
}

/** Only while it still waits: its owner may have stopped it meanwhile. */
async function settle(
  ctx: Ctx,
  row: Row,
  fields: Pick<Partial<Row>, 'person'> & {
    state: 'refused' | 'found';
    reason: ImportRefusal | null;
  },
): Promise<void> {
  const [settled] = await ctx.db
    .update(invitationImportRows)
    .set({ ...fields, lookedUpAt: sql`now()`, updatedAt: sql`now()` })
    .where(and(eq(invitationImportRows.id, row.id), eq(invitationImportRows.state, 'waiting')))
    .returning({ importId: invitationImportRows.importId });
  if (!settled) return;
  const [owner] = await ctx.db
    .select({ memberId: invitationImports.memberId })
    .from(invitationImports)
    .where(eq(invitationImports.id, settled.importId));
  if (owner) await publish(ctx, { kind: 'invitation-imports.changed', id: owner.memberId });
}

export const invitationImportHandlers: readonly RegisteredJob[] = [
  handles(lookUpImportedJob, lookUpImported),
];
