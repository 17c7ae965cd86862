import { eq } from 'drizzle-orm';
import { extensionCookies, extensionDevices } from '@/db/schema';
import { type AccountRow, lockAccount } from '@/lib/accounts/transition-mutations';
import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { newId } from '@/lib/core/ids';
import { decrypt, encrypt } from '@/lib/core/secrets';
import { type CookieValues, cookieValues, isSameBrowser, seenTime } from '@/lib/extension/rules';
import type { Report } from '@/lib/extension/schema';
import type { ReportRefusal } from '@/lib/extension/types';
import { healAgain } from '@/lib/healing/begin-mutations';
import { publish } from '@/lib/live/publish';

type Device = typeof extensionDevices.$inferSelect;

/**
 * Keeps what a browser reported, sealed with its row's id. Refused is a report of another LinkedIn
 * member or another browser than the first one: nothing of it is kept. One that comes late changes
 * nothing. Returns why it was refused, or null; `gone` where the device was removed meanwhile.
 */
export function storeReport(
  ctx: Ctx,
  deviceId: string,
  report: Report,
  now: Date,
): Promise<ReportRefusal | 'gone' | null> {
  return inTransaction(ctx, async (tx) => {
    const account = await lockLinked(tx, deviceId);
    const [device] = await tx.db
      .select()
      .from(extensionDevices)
      .where(eq(extensionDevices.id, deviceId))
      .for('update');
    if (!device) return 'gone';
    const refusal = refusalOf(device, report);
    await tx.db
      .update(extensionDevices)
      .set({
        lastUsedAt: now,
        refusal,
        refusedAt: refusal ? now : null,
        ...(refusal
          ? {}
          : { linkedinMemberId: report.linkedinMemberId, userAgent: report.userAgent }),
      })
      .where(eq(extensionDevices.id, deviceId));
    const isNew = !refusal && (await keepCookie(tx, device, report, now));
    // Somebody has signed in at LinkedIn anew: what could not be repaired before may be now. Whoever linked
    // another account meanwhile has seen to that one.
    if (isNew && account?.id === device.accountId) await healAgain(tx, account.id, now);
    await publish(tx, { kind: 'extension.changed', id: device.memberId });
    return refusal;
  });
}

/** Opens the cookies of a row. Throws where they were sealed for another one. */
export function openCookies(row: { id: string; sealed: string }): CookieValues {
  return cookieValues.parse(JSON.parse(decrypt(env().ENCRYPTION_KEYS, row.sealed, row.id)));
}

function refusalOf(device: Device, report: Report): ReportRefusal | null {
  if (device.linkedinMemberId && device.linkedinMemberId !== report.linkedinMemberId) {
    return 'other_member';
  }
  if (device.userAgent && !isSameBrowser(device.userAgent, report.userAgent)) {
    return 'other_browser';
  }
  return null;
}

/** The account of a browser under lock, which comes before the browser's own: whoever removes it goes the same way. */
async function lockLinked(tx: Ctx, deviceId: string): Promise<AccountRow | null> {
  const [device] = await tx.db
    .select({ accountId: extensionDevices.accountId })
    .from(extensionDevices)
    .where(eq(extensionDevices.id, deviceId));
  return device?.accountId ? lockAccount(tx, device.accountId) : null;
}

/** Returns whether the browser holds another session than the one that was known. */
async function keepCookie(tx: Ctx, device: Device, report: Report, now: Date): Promise<boolean> {
  const seenAt = seenTime(report.seenAt, now.getTime());
  const [known] = await tx.db
    .select()
    .from(extensionCookies)
    .where(eq(extensionCookies.deviceId, device.id));
  if (known && known.seenAt >= seenAt) return false;
  const values: CookieValues = { liAt: report.liAt, liA: report.liA };
  const { linkedinMemberId, userAgent } = report;
  const seen = { linkedinMemberId, userAgent, seenAt };
  const id = known?.id ?? newId();
  // Sealed anew each time, so that the newest key is the one that counts.
  const sealed = encrypt(env().ENCRYPTION_KEYS, JSON.stringify(values), id);
  const valueSince = known && isValueOf(known, values) ? known.valueSince : seenAt;
  const fields = { ...seen, sealed, valueSince };
  if (known) {
    await tx.db.update(extensionCookies).set(fields).where(eq(extensionCookies.id, id));
    return valueSince === seenAt;
  }
  const { workspaceId } = device;
  await tx.db.insert(extensionCookies).values({ ...fields, id, workspaceId, deviceId: device.id });
  await recordAudit(tx, {
    action: 'extension.cookie_kept',
    entityType: 'extension_device',
    entityId: device.id,
    actorMemberId: device.memberId,
  });
  return false;
}

/** False also where the key of the stored one is gone: it is replaced then. */
function isValueOf(row: { id: string; sealed: string }, values: CookieValues): boolean {
  try {
    const { liAt, liA } = openCookies(row);
    return liAt === values.liAt && liA === values.liA;
  } catch {
    return false;
  }
}
