import { and, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { accounts, conversations, gateways } from '@/db/schema';
import { createMember, createWorkspace, setChatHold } from '@/db/testing/factories';
import { encodeSessionId, sessionCookie } from '@/lib/auth/session-cookie';
import { newId } from '@/lib/core/ids';
import { addGateway } from '@/lib/gateways/mutations';
import { syncAccountJob, syncAccountOptions } from '@/lib/inbox/jobs';
import { enqueue } from '@/lib/jobs/enqueue';
import { systemCtx } from '@/lib/jobs/system-scope';
import type { RunningSandbox } from '@/sandbox/server';
import { until } from './until';

const CHATS = 10;
const WAIT_MS = 120_000;

export interface SyncedAccount {
  /** The API of its workspace; nobody else has a key of it. */
  sandbox: RunningSandbox;
  id: string;
  workspaceId: string;
  providerAccountId: string;
  /** A word that nothing outside its workspace may hold. */
  canary: string;
  /** Its owner's session. */
  cookie: string;
  gatewayChatIds: string[];
  conversationIds: string[];
}

/** A workspace on the sandbox with one account, its first history read. */
export async function addWorkspace(
  db: Db,
  sandbox: RunningSandbox,
  canary: string,
): Promise<SyncedAccount> {
  const workspace = await createWorkspace(db, canary);
  const owner = await createMember(db, workspace, 'member', { name: `Owner of ${canary}` });
  await setChatHold(db, owner.member, 0);
  const gateway = await addGateway(systemCtx(db, workspace.id), {
    name: 'Sandbox',
    dialect: 'unipile-v1',
    baseUrl: sandbox.url,
    apiKey: sandbox.apiKey,
  });
  const made = (await sandbox.control('POST', '/accounts', {
    type: 'LINKEDIN',
    login: `${newId()}@example.com`,
    name: canary,
    chats: CHATS,
    messages: 5,
  })) as { id: string; chatIds: string[] };
  const now = new Date();
  const fields = {
    statusSince: now,
    lastOkAt: now,
    lastCheckedAt: now,
    name: canary,
    ownerMemberId: owner.member.id,
    status: 'connected',
    rawStatus: 'OK',
  } as const;
  const [account] = await db
    .insert(accounts)
    .values({
      workspaceId: workspace.id,
      gatewayId: gateway.id,
      provider: 'LINKEDIN',
      providerAccountId: made.id,
      ...fields,
    })
    .onConflictDoUpdate({ target: [accounts.gatewayId, accounts.providerAccountId], set: fields })
    .returning();
  if (!account) throw new Error('The account was not stored.');
  await enqueue(
    db,
    syncAccountJob,
    { workspaceId: workspace.id, accountId: account.id, reason: 'connected' },
    syncAccountOptions(account.id, 'connected'),
  );
  const conversationIds = await untilSynced(db, account.id, gateway.id);
  return {
    sandbox,
    id: account.id,
    workspaceId: workspace.id,
    providerAccountId: made.id,
    canary,
    cookie: `${sessionCookie().name}=${await encodeSessionId(owner.session.id)}`,
    gatewayChatIds: made.chatIds,
    conversationIds,
  };
}

/** Until its chats are here and the webhooks of its gateway are registered. */
function untilSynced(db: Db, accountId: string, gatewayId: string): Promise<string[]> {
  const read = async () => {
    const rows = await db
      .select({ id: conversations.id })
      .from(conversations)
      .where(eq(conversations.accountId, accountId));
    const [gateway] = await db
      .select({ id: gateways.id })
      .from(gateways)
      .where(and(eq(gateways.id, gatewayId), isNotNull(gateways.webhooksCheckedAt)));
    return rows.length >= CHATS && gateway ? rows.map(({ id }) => id) : null;
  };
  const late = 'The history was not read in two minutes.';
  return until(read, { everyMs: 250, limitMs: WAIT_MS, late });
}
