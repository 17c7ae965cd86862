import { expect } from '@playwright/test';
import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { accounts, gateways } from '@/db/schema';
import { newId } from '@/lib/core/ids';
import type { RunningSandbox } from '@/sandbox/server';
import type { Team } from './fixtures';

type AccountRow = typeof accounts.$inferSelect;
type AccountFields = Partial<typeof accounts.$inferInsert>;

/**
 * An account that the sandbox has and a member holds, connected, with its history imported and our
 * webhooks registered: what the wizard and the worker would have left behind.
 */
export async function holdAccount(
  { db, team, sandbox }: { db: Db; team: Team; sandbox: RunningSandbox },
  owner: { member: { id: string } } | null,
  fields: AccountFields & { type?: string } = {},
): Promise<AccountRow> {
  const { type = 'LINKEDIN', name = 'Jane Ruiz', ...own } = fields;
  await expect.poll(() => hasWebhooks(db, team.gatewayId)).toBe(true);
  const { id: providerAccountId } = await sandbox.control<{ id: string }>('POST', '/accounts', {
    type,
    name,
    login: `login-${newId()}@example.com`,
  });
  const now = new Date();
  const held = {
    name,
    ownerMemberId: owner?.member.id ?? null,
    status: 'connected' as const,
    rawStatus: 'OK',
    statusSince: now,
    lastOkAt: now,
    lastCheckedAt: now,
    syncStartedAt: now,
    syncFinishedAt: now,
    ...own,
  };
  // The worker may find it at the API at this very moment, as an account of nobody.
  const [row] = await db
    .insert(accounts)
    .values({
      workspaceId: team.workspace.id,
      gatewayId: team.gatewayId,
      provider: type === 'GOOGLE_OAUTH' ? 'GOOGLE' : (type as AccountRow['provider']),
      providerAccountId,
      ...held,
    })
    .onConflictDoUpdate({ target: [accounts.gatewayId, accounts.providerAccountId], set: held })
    .returning();
  if (!row) throw new Error('The account was not stored.');
  return row;
}

/** A contact writes; the message comes by webhook, as from the API. */
export async function receive(
  sandbox: RunningSandbox,
  account: AccountRow,
  message: { name: string; text: string },
): Promise<void> {
  const path = `/accounts/${account.providerAccountId}/messages`;
  await sandbox.control('POST', path, { newChat: true, ...message });
}

async function hasWebhooks(db: Db, gatewayId: string): Promise<boolean> {
  const [gateway] = await db
    .select({ checkedAt: gateways.webhooksCheckedAt })
    .from(gateways)
    .where(eq(gateways.id, gatewayId));
  return gateway?.checkedAt != null;
}
