import type { Page } from '@playwright/test';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { invitationPlans } from '@/db/schema';
import { readInvitationsJob, sendDueInvitationJob } from '@/lib/invitations/jobs';
import { enqueue } from '@/lib/jobs/enqueue';
import type { RunningSandbox } from '@/sandbox/server';
import { expect } from './fixtures';

interface Account {
  id: string;
  workspaceId: string;
  providerAccountId: string;
}

/** As the worker does every few hours. */
export async function readInvitationsNow(
  db: Db,
  { id: accountId, workspaceId }: Account,
): Promise<void> {
  await enqueue(db, readInvitationsJob, { workspaceId, accountId });
}

/** The clock of the worker leaves the lists of this account alone, as if they had been tried just now. */
export async function leaveUnread(db: Db, { id, workspaceId }: Account): Promise<void> {
  await db.execute(sql`insert into invitation_reads (account_id, workspace_id, tried_at)
    values (${id}, ${workspaceId}, now()) on conflict do nothing`);
}

/** Hours later: what is planned for the account has its time, and the worker comes as it would. */
export async function comeDue(db: Db, { id: accountId, workspaceId }: Account): Promise<void> {
  await db
    .update(invitationPlans)
    .set({ leftAt: sql`left_at - interval '2 hours'` })
    .where(eq(invitationPlans.accountId, accountId));
  await db
    .update(invitationPlans)
    .set({ plannedAt: sql`clock_timestamp()`, planReason: 'moved_by_hand' })
    .where(
      sql`${invitationPlans.accountId} = ${accountId} and ${invitationPlans.state} = 'planned'`,
    );
  await enqueue(db, sendDueInvitationJob, { workspaceId, accountId });
}

/** Minutes later: long enough after what left for the list to settle its fate. */
export async function settleSoon(db: Db, account: Account): Promise<void> {
  await db
    .update(invitationPlans)
    .set({ leftAt: sql`left_at - interval '5 minutes'` })
    .where(eq(invitationPlans.accountId, account.id));
  await readInvitationsNow(db, account);
}

/** Invitations may leave at any hour, so that a test need not be run on a working day. */
export async function openAllHours(db: Db, { id, workspaceId }: Account): Promise<void> {
  await db.execute(sql`insert into invitation_pacing
    (account_id, workspace_id, zone, days, from_minute, to_minute, is_warmed_up)
    values (${id}, ${workspaceId}, 'UTC', '[0,1,2,3,4,5,6]', 0, 1440, true)`);
}

/** Looks up a stranger and plans an invitation to them, as a person does. */
export async function planInvitationTo(
  page: Page,
  sandbox: RunningSandbox,
  account: Account,
  { name, note = '', ...stranger }: { name: string; note?: string; needsEmail?: boolean },
): Promise<void> {
  const { publicIdentifier } = await sandbox.control<{ publicIdentifier: string }>(
    'POST',
    `/accounts/${account.providerAccountId}/contacts`,
    { name, ...stranger },
  );
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite to connect on LinkedIn' });
  await dialog.getByRole('textbox', { name: 'Profile address' }).fill(publicIdentifier);
  await dialog.getByRole('button', { name: 'Look up' }).click();
  await dialog.getByRole('textbox', { name: 'Note' }).fill(note);
  await dialog.getByRole('button', { name: 'Plan invitation' }).click();
  await expect(dialog).toHaveCount(0);
}
