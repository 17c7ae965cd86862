import { and, eq, inArray, ne, type SQL } from 'drizzle-orm';
import { extensionCookies, extensionDevices, extensionUses } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { publish } from '@/lib/live/publish';

/** The account is gone: no cookie of it is kept, and its browsers wait for their owner's word. */
export function eraseCookiesOfAccount(tx: Ctx, accountId: string): Promise<void> {
  return eraseCookies(tx, accountId);
}

/** The account was given to somebody: browsers of whoever had it before have nothing to do with it any more. */
export function eraseCookiesOfOthers(tx: Ctx, accountId: string, ownerId: string): Promise<void> {
  return eraseCookies(tx, accountId, ne(extensionDevices.memberId, ownerId));
}

async function eraseCookies(tx: Ctx, accountId: string, which?: SQL): Promise<void> {
  const devices = await tx.db
    .update(extensionDevices)
    .set({ accountId: null })
    .where(
      and(
        eq(extensionDevices.workspaceId, tx.scope.workspaceId),
        eq(extensionDevices.accountId, accountId),
        which,
      ),
    )
    .returning({ id: extensionDevices.id, memberId: extensionDevices.memberId });
  if (devices.length === 0) return;
  const ids = devices.map((device) => device.id);
  await tx.db.delete(extensionCookies).where(inArray(extensionCookies.deviceId, ids));
  for (const memberId of new Set(devices.map((device) => device.memberId))) {
    await publish(tx, { kind: 'extension.changed', id: memberId });
  }
}

/** Tokens, cookies and the list of uses of one member, all of it. Returns how many browsers it were. */
export async function eraseExtensionOf(tx: Ctx, memberId: string): Promise<number> {
  const { workspaceId } = tx.scope;
  const removed = await tx.db
    .delete(extensionDevices)
    .where(
      and(eq(extensionDevices.workspaceId, workspaceId), eq(extensionDevices.memberId, memberId)),
    )
    .returning({ id: extensionDevices.id });
  await tx.db
    .delete(extensionUses)
    .where(and(eq(extensionUses.workspaceId, workspaceId), eq(extensionUses.memberId, memberId)));
  if (removed.length > 0) await publish(tx, { kind: 'extension.changed', id: memberId });
  return removed.length;
}
