import { and, count, eq, isNull, ne } from 'drizzle-orm';
import { accounts, extensionDevices, members } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { AppError, notFound } from '@/lib/core/errors';
import { newId } from '@/lib/core/ids';
import { hashToken, randomToken } from '@/lib/core/secrets';
import { eraseExtensionOf } from '@/lib/extension/erase-mutations';
import { pairingCode } from '@/lib/extension/rules';
import { healAgain } from '@/lib/healing/begin-mutations';
import { publish } from '@/lib/live/publish';

const MOST_DEVICES = 10;

/** A token for one browser, in a code that is shown once: only its hash is kept. */
export async function addDevice(
  ctx: Ctx<MemberScope>,
  { name }: { name: string },
): Promise<{ id: string; code: string }> {
  requirePermission(ctx.scope, 'account:connect');
  const { workspaceId, memberId } = ctx.scope;
  const id = newId();
  const token = randomToken();
  return inTransaction(ctx, async (tx) => {
    // Held, so that two presses at once cannot both be the last one that is allowed.
    await tx.db
      .select({ id: members.id })
      .from(members)
      .where(eq(members.id, memberId))
      .for('no key update');
    const [sum] = await tx.db
      .select({ count: count() })
      .from(extensionDevices)
      .where(eq(extensionDevices.memberId, memberId));
    if ((sum?.count ?? 0) >= MOST_DEVICES) {
      throw new AppError('conflict', `Remove a browser first: ${MOST_DEVICES} is the most.`);
    }
    await tx.db
      .insert(extensionDevices)
      .values({ id, workspaceId, memberId, name, tokenHash: hashToken(token) });
    await recordAudit(tx, {
      action: 'extension.device_added',
      entityType: 'extension_device',
      entityId: id,
      detail: { name },
    });
    await publish(tx, { kind: 'extension.changed', id: memberId });
    return { id, code: pairingCode(env().PUBLIC_URL, token) };
  });
}

/** Its token is worth nothing from then on, and its cookie is erased with it. */
export async function removeDevice(
  ctx: Ctx<MemberScope>,
  { deviceId }: { deviceId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [removed] = await tx.db
      .delete(extensionDevices)
      .where(isOwn(tx, deviceId))
      .returning({ id: extensionDevices.id });
    if (!removed) throw notFound('Browser');
    await recordAudit(tx, {
      action: 'extension.device_removed',
      entityType: 'extension_device',
      entityId: deviceId,
    });
    await publish(tx, { kind: 'extension.changed', id: ctx.scope.memberId });
  });
}

/** Every browser, cookie and use of the member. */
export async function deleteExtension(ctx: Ctx<MemberScope>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const browsers = await eraseExtensionOf(tx, tx.scope.memberId);
    await recordAudit(tx, {
      action: 'extension.deleted',
      entityType: 'member',
      entityId: tx.scope.memberId,
      detail: { browsers },
    });
  });
}

/**
 * From now on the browser's cookie may repair this account of the member's own. Throws `conflict` where
 * another browser of the account is signed in as another LinkedIn member.
 */
export async function linkDevice(
  ctx: Ctx<MemberScope>,
  { deviceId, accountId }: { deviceId: string; accountId: string },
): Promise<void> {
  requirePermission(ctx.scope, 'account:connect');
  await inTransaction(ctx, async (tx) => {
    // The account first, as whoever reports from the browser or removes the account does.
    const [account] = await tx.db
      .select({ id: accounts.id })
      .from(accounts)
      .where(
        and(
          eq(accounts.id, accountId),
          eq(accounts.workspaceId, tx.scope.workspaceId),
          eq(accounts.ownerMemberId, tx.scope.memberId),
          eq(accounts.provider, 'LINKEDIN'),
          isNull(accounts.removedAt),
        ),
      )
      .for('no key update');
    if (!account) throw notFound('Account');
    const device = await lockDevice(tx, deviceId);
    if (!device.linkedinMemberId) {
      throw new AppError('conflict', 'This browser has not reported a LinkedIn sign-in yet.');
    }
    const [other] = await tx.db
      .select({ id: extensionDevices.id })
      .from(extensionDevices)
      .where(
        and(
          eq(extensionDevices.accountId, accountId),
          ne(extensionDevices.id, deviceId),
          ne(extensionDevices.linkedinMemberId, device.linkedinMemberId),
        ),
      );
    if (other) {
      throw new AppError(
        'conflict',
        'In this browser you are signed in to LinkedIn as somebody else than in the browser that keeps this account connected.',
      );
    }
    await tx.db
      .update(extensionDevices)
      .set({ accountId })
      .where(eq(extensionDevices.id, deviceId));
    await healAgain(tx, accountId);
    await recordAudit(tx, {
      action: 'extension.linked',
      entityType: 'account',
      entityId: accountId,
      detail: { deviceId },
    });
    await publish(tx, { kind: 'extension.changed', id: tx.scope.memberId });
  });
}

/** The browser keeps reporting; nothing is done with its cookie any more. */
export async function unlinkDevice(
  ctx: Ctx<MemberScope>,
  { deviceId }: { deviceId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const device = await lockDevice(tx, deviceId);
    await tx.db
      .update(extensionDevices)
      .set({ accountId: null })
      .where(eq(extensionDevices.id, deviceId));
    await recordAudit(tx, {
      action: 'extension.unlinked',
      entityType: 'extension_device',
      entityId: deviceId,
      detail: { accountId: device.accountId },
    });
    await publish(tx, { kind: 'extension.changed', id: tx.scope.memberId });
  });
}

/** The member's own device under lock. Throws not-found for any other. */
export async function lockDevice(tx: Ctx<MemberScope>, deviceId: string) {
  const [device] = await tx.db
    .select()
    .from(extensionDevices)
    .where(isOwn(tx, deviceId))
    .for('update');
  if (!device) throw notFound('Browser');
  return device;
}

function isOwn({ scope }: Ctx<MemberScope>, deviceId: string) {
  return and(
    eq(extensionDevices.id, deviceId),
    eq(extensionDevices.workspaceId, scope.workspaceId),
    eq(extensionDevices.memberId, scope.memberId),
  );
}
