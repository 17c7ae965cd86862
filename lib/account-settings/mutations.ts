import { and, eq, isNull, sql } from 'drizzle-orm';
import { accounts, members } from '@/db/schema';
import { callForMember, endAtApi } from '@/lib/account-settings/call-mutations';
import { checkStatusJob } from '@/lib/accounts/jobs';
import { recordRemoved } from '@/lib/accounts/mutations';
import { type AccountRow, changeStatus } from '@/lib/accounts/transition-mutations';
import type { Visibility } from '@/lib/accounts/types';
import { recordAudit } from '@/lib/audit/mutations';
import { managesAccount, requirePermission, seesAccount } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { normaliseEmail } from '@/lib/core/email';
import { AppError, notFound } from '@/lib/core/errors';
import { oneLine } from '@/lib/core/one-line';
import { isMailProvider } from '@/lib/core/providers';
import { eraseCookiesOfOthers } from '@/lib/extension/erase-mutations';
import { toStorableText } from '@/lib/gateway/storable-text';
import { callGateway } from '@/lib/gateways/mutations';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { stopGiving, unassignLost } from '@/lib/triage/assignee-mutations';

type MemberCtx = Ctx<MemberScope>;

/** Our name for it; nothing changes at the provider. */
export async function renameAccount(
  ctx: MemberCtx,
  { accountId, name }: { accountId: string; name: string },
): Promise<void> {
  await change(ctx, accountId, 'account.renamed', { name }, () => ({ name }));
}

/**
 * What stands below the e-mails that leave from it; what was sent stays as it is. Its owner alone speaks in its name:
 * `forbidden` for everybody else, `conflict` where it sends no e-mail.
 */
export async function setSignature(
  ctx: MemberCtx,
  { accountId, signature }: { accountId: string; signature: string },
): Promise<void> {
  const text = toStorableText(signature).replace(/\r\n?/g, '\n').trim();
  await change(ctx, accountId, 'account.signature_changed', {}, (row) => {
    if (row.ownerMemberId !== ctx.scope.memberId) {
      throw new AppError('forbidden', 'Only the owner of an account writes its signature.');
    }
    if (!isMailProvider(row.provider)) {
      throw new AppError('conflict', 'Only e-mails have a signature.');
    }
    return { signature: text || null };
  });
}

/**
 * From what name and address the mailbox sends from now on; what is on its way goes as it was sent. Whether the provider
 * lets it, only a send shows. Its owner alone speaks in its name: `forbidden` for everybody else, `invalid_input` for
 * what is no address, `conflict` for an account of chats.
 */
export async function setSendAs(
  ctx: MemberCtx,
  input: { accountId: string; name: string | null; address: string | null },
): Promise<void> {
  const address = input.address === null ? null : normaliseEmail(input.address);
  if (input.address !== null && !address) {
    const problem = `“${input.address.trim()}” is not an e-mail address.`;
    throw new AppError('invalid_input', problem, { fields: { address: problem } });
  }
  const name = oneLine(input.name ?? '') || null;
  const sendAs = name || address ? { name, address } : null;
  await change(ctx, input.accountId, 'account.send_as_changed', {}, (row) => {
    if (row.ownerMemberId !== ctx.scope.memberId) {
      throw new AppError('forbidden', 'Only the owner of an account says as whom it sends.');
    }
    if (!isMailProvider(row.provider)) {
      throw new AppError('conflict', 'Only a mailbox sends under another name.');
    }
    return { sendAs };
  });
}

/**
 * Who may read and answer its messages. Admins can narrow it, but not open what is private. Answers
 * how many conversations were taken from people who may no longer answer.
 */
export async function setVisibility(
  ctx: MemberCtx,
  { accountId, visibility }: { accountId: string; visibility: Visibility },
): Promise<{ unassignedCount: number }> {
  return inTransaction(ctx, async (tx) => {
    await stopGiving(tx, accountId);
    const act = 'account.visibility_changed';
    const { unassignedCount } = await change(tx, accountId, act, { visibility }, (row) => {
      const isOpened = row.visibility === 'private' && visibility !== 'private';
      if (isOpened && row.ownerMemberId !== ctx.scope.memberId) {
        throw new AppError('forbidden', 'This account is private. Only its owner can share it.');
      }
      return { visibility };
    });
    return { unassignedCount };
  });
}

/**
 * Admins assign what nobody owns, and reassign what is shared or left behind. A private account of
 * somebody who is here stays theirs: a new owner could read it. The new owner begins with it private,
 * and what was assigned to others in it is nobody's: the answer says how much that was.
 */
export async function setOwner(
  ctx: MemberCtx,
  { accountId, memberId }: { accountId: string; memberId: string },
): Promise<{ unassignedCount: number }> {
  requirePermission(ctx.scope, 'account:manage-any');
  const [member] = await ctx.db
    .select({ role: members.role })
    .from(members)
    .where(
      and(
        eq(members.id, memberId),
        eq(members.workspaceId, ctx.scope.workspaceId),
        isNull(members.removedAt),
      ),
    );
  if (!member) throw notFound('Member');
  if (member.role === 'viewer') {
    throw new AppError('conflict', 'A viewer cannot own an account. Change the role first.');
  }
  return inTransaction(ctx, async (tx) => {
    await stopGiving(tx, accountId);
    const { unassignedCount } = await change(
      tx,
      accountId,
      'account.owner_changed',
      { memberId },
      async (row) => {
        // Before the history, as whoever unlinks a browser does.
        await eraseCookiesOfOthers(tx, accountId, memberId);
        if (row.ownerMemberId === memberId) return {};
        if (row.visibility === 'private' && (await isHere(tx, row.ownerMemberId))) {
          throw new AppError(
            'conflict',
            'This account is private to its owner. Ask them to share it first.',
          );
        }
        return { ownerMemberId: memberId, visibility: 'private' as const };
      },
    );
    // Its messages are imported only now that somebody may read them.
    await enqueueCheck(tx, accountId);
    return { unassignedCount };
  });
}

/** Stops or allows sends from it. Allowing them after a restriction also asks the API anew. */
export async function pauseSends(
  ctx: MemberCtx,
  { accountId, isPaused }: { accountId: string; isPaused: boolean },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const act = isPaused ? 'account.sends_paused' : 'account.sends_resumed';
    const { row } = await change(tx, accountId, act, {}, (current) => ({
      sendsPausedAt: isPaused ? (current.sendsPausedAt ?? new Date()) : null,
    }));
    if (isPaused || row.status !== 'restricted') return;
    await changeStatus(tx, row, {
      status: 'connecting',
      rawStatus: 'CONNECTING',
      cause: 'member',
      memberId: ctx.scope.memberId,
      at: new Date(),
    });
    await enqueueCheck(tx, accountId);
  });
}

/** Asks the API now. Whoever sees the account and is no viewer may: it changes only what we know. */
export async function checkAccount(
  ctx: MemberCtx,
  { accountId }: { accountId: string },
): Promise<void> {
  requirePermission(ctx.scope, 'account:connect');
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(eq(accounts.id, accountId), seesAccount(ctx.scope)));
    if (!row) throw notFound('Account');
    await recordAudit(tx, {
      action: 'account.check_requested',
      entityType: 'account',
      entityId: accountId,
    });
    await enqueueCheck(tx, accountId);
  });
}

/** Asks the API to start a stopped account again. Throws `gateway` when it does not. */
export async function restartAccount(
  ctx: MemberCtx,
  { accountId }: { accountId: string },
): Promise<void> {
  const account = await getManaged(ctx, accountId);
  const isStarted = await callForMember(() =>
    callGateway(ctx, account.gatewayId, (client) =>
      client.restartAccount(account.providerAccountId),
    ),
  );
  await inTransaction(ctx, async (tx) => {
    await recordAudit(tx, {
      action: isStarted ? 'account.restarted' : 'account.restart_failed',
      entityType: 'account',
      entityId: accountId,
    });
    await enqueueCheck(tx, accountId);
  });
  if (!isStarted) {
    throw new AppError(
      'gateway',
      'The provider did not restart the account. Nothing was changed. Try again, or reconnect it.',
    );
  }
}

/**
 * Unlinks it at the API and keeps what was read: conversations, messages and history stay. When the
 * API does not confirm, nothing is changed here.
 */
export async function disconnectAccount(
  ctx: MemberCtx,
  { accountId }: { accountId: string },
): Promise<void> {
  const account = await getManaged(ctx, accountId);
  if (account.status === 'removed') return;
  await callForMember(() => endAtApi(ctx, account));
  await inTransaction(ctx, async (tx) => {
    await recordRemoved(tx, accountId, {
      cause: 'member',
      readAt: new Date(),
      memberId: ctx.scope.memberId,
    });
    await recordAudit(tx, {
      action: 'account.disconnected',
      entityType: 'account',
      entityId: accountId,
    });
  });
}

async function isHere(tx: Ctx, memberId: string | null): Promise<boolean> {
  if (memberId === null) return false;
  const isIt = and(eq(members.id, memberId), eq(members.workspaceId, tx.scope.workspaceId));
  return (await tx.db.$count(members, and(isIt, isNull(members.removedAt)))) > 0;
}

/** The account, for whoever manages it; not found for the rest. */
export async function getManaged(ctx: MemberCtx, accountId: string): Promise<AccountRow> {
  const [row] = await ctx.db
    .select()
    .from(accounts)
    .where(and(eq(accounts.id, accountId), managesAccount(ctx.scope)));
  if (!row) throw notFound('Account');
  return row;
}

type Fields = Partial<typeof accounts.$inferInsert>;

/** One setting of an account that the member manages: row, audit and hint in one transaction. */
async function change(
  ctx: MemberCtx,
  accountId: string,
  act: string,
  detail: Record<string, unknown>,
  fieldsOf: (row: AccountRow) => Fields | Promise<Fields>,
): Promise<{ row: AccountRow; unassignedCount: number }> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select()
      .from(accounts)
      .where(and(eq(accounts.id, accountId), managesAccount(ctx.scope)))
      .for('no key update');
    if (!row) throw notFound('Account');
    const fields = await fieldsOf(row);
    await tx.db
      .update(accounts)
      .set({ ...fields, updatedAt: sql`now()` })
      .where(eq(accounts.id, row.id));
    const unassignedCount = fields.visibility ? await unassignLost(tx, { accountId: row.id }) : 0;
    await recordAudit(tx, {
      action: act,
      entityType: 'account',
      entityId: row.id,
      detail: { ...detail, ...(unassignedCount > 0 && { unassignedCount }) },
    });
    await publish(tx, { kind: 'account.changed', id: row.id, accountId: row.id });
    return { row, unassignedCount };
  });
}

async function enqueueCheck(tx: Ctx, accountId: string): Promise<void> {
  const { workspaceId } = tx.scope;
  await enqueue(
    tx.db,
    checkStatusJob,
    { workspaceId, accountId },
    { key: `check-now:${accountId}`, priority: PRIORITY.asked },
  );
}
