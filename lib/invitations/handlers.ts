import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Db } from '@/db/client';
import { databaseNow } from '@/db/now';
import { accounts, invitationReads } from '@/db/schema';
import { isRefusalOfAccount } from '@/lib/accounts/mutations';
import { isReadNow } from '@/lib/accounts/queries';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { SECOND_MS } from '@/lib/core/time';
import type { GatewayClient, Page, PageRequest } from '@/lib/gateway/client';
import type { GatewayInvitation } from '@/lib/gateway/invitation-types';
import { callGateway } from '@/lib/gateways/mutations';
import { type AccountToRead, findReadableAccount } from '@/lib/inbox/read-mutations';
import type { JobTools, RegisteredJob } from '@/lib/jobs/define';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { handles, handlesGlobally } from '@/lib/jobs/register';
import { systemCtx } from '@/lib/jobs/system-scope';
import { hasUnexplained, recordAccepted } from './accept-mutations';
import {
  pollInvitationsJob,
  READ_INTERVAL_MS,
  readInvitationsJob,
  replanInvitationsJob,
  sendDueInvitationJob,
  sweepPlansJob,
} from './jobs';
import { recordTry, storeInvitations } from './mutations';
import { replanInvitations, sendDueInvitation, sweepPlans } from './plan-handlers';

/** The most that the API gives at once. */
const PAGE_SIZE = 100;

/** Both lists, page by page, stored once they are whole: half a list would call the other half gone. */
export async function readInvitations(
  payload: z.infer<typeof readInvitationsJob.schema>,
  ctx: Ctx<SystemScope>,
  { signal }: Pick<JobTools, 'signal'>,
): Promise<void> {
  const account = await findReadableAccount(ctx, payload.accountId);
  if (!account || account.removedAt || !account.ownerMemberId || account.wrongIdentity) return;
  if (account.provider !== 'LINKEDIN') return;
  await recordTry(ctx, account);
  const readAt = await databaseNow(ctx);
  const { providerAccountId } = account;
  const ask = (list: (client: GatewayClient, page: PageRequest) => ListPage) =>
    readAll((page) => callGateway(ctx, account.gatewayId, (client) => list(client, page)), signal);
  try {
    const received = await ask((client, page) =>
      client.listReceivedInvitations({ providerAccountId }, page),
    );
    const sent = await ask((client, page) =>
      client.listSentInvitations({ providerAccountId }, page),
    );
    const listed = [...received.items, ...sent.items];
    const isWhole = received.isWhole && sent.isWhole;
    await storeInvitations(ctx, account, listed, { readAt, isWhole });
    await findAcceptedByRelations(ctx, account);
  } catch (error) {
    if (!(await isRefusalOfAccount(ctx, account, error))) throw error;
  }
}

/**
 * The newest connections tell of invitations that were accepted, where the event is late or was lost. Asked only while
 * one that was sent has left the list and nobody knows why: LinkedIn counts what is asked.
 */
async function findAcceptedByRelations(ctx: Ctx<SystemScope>, account: AccountToRead) {
  if (!(await hasUnexplained(ctx, account.id))) return;
  const { providerAccountId, gatewayId } = account;
  const readAt = await databaseNow(ctx);
  const page = await callGateway(ctx, gatewayId, (client) =>
    client.listRelations({ providerAccountId }, { limit: PAGE_SIZE }),
  );
  await inTransaction(ctx, async (tx) => {
    for (const person of page.items) {
      await recordAccepted(tx, account, person, 'relations', readAt);
    }
  });
}

type ListPage = Promise<Page<GatewayInvitation>>;

async function readAll(read: (page: PageRequest) => ListPage, signal: AbortSignal) {
  const items: GatewayInvitation[] = [];
  let isWhole = true;
  let cursor: string | null = null;
  do {
    signal.throwIfAborted();
    const page: Page<GatewayInvitation> = await read({ cursor, limit: PAGE_SIZE });
    items.push(...page.items);
    if (page.droppedCount) isWhole = false;
    cursor = page.cursor;
  } while (cursor);
  return { items, isWhole };
}

/** What was not tried for an interval; an account that is down is not asked, its return is. */
export async function pollInvitations(_payload: unknown, db: Db): Promise<void> {
  const seconds = READ_INTERVAL_MS / SECOND_MS;
  const due = await db
    .select({ accountId: accounts.id, workspaceId: accounts.workspaceId })
    .from(accounts)
    .leftJoin(invitationReads, eq(invitationReads.accountId, accounts.id))
    .where(
      and(
        eq(accounts.provider, 'LINKEDIN'),
        isReadNow(),
        or(
          isNull(invitationReads.triedAt),
          lt(
            invitationReads.triedAt,
            // The chance of an account and of the last time, so that each minute asks the same question.
            sql`now() - make_interval(secs => ${seconds} * (1 + 0.5 *
              (hashtext(${invitationReads.accountId}::text || ${invitationReads.triedAt}::text) & 1023) / 1024.0))`,
          ),
        ),
      ),
    );
  for (const payload of due) {
    await enqueue(systemCtx(db, payload.workspaceId).db, readInvitationsJob, payload, {
      key: `invitations-read:${payload.accountId}`,
      keyMode: 'preserve_run_at',
      priority: PRIORITY.clock,
    });
  }
}

export const invitationHandlers: readonly RegisteredJob[] = [
  handles(readInvitationsJob, readInvitations),
  handlesGlobally(pollInvitationsJob, pollInvitations),
  handles(sendDueInvitationJob, (payload, ctx) => sendDueInvitation(payload, ctx)),
  handles(replanInvitationsJob, replanInvitations),
  handlesGlobally(sweepPlansJob, sweepPlans),
];
