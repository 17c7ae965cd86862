import { and, asc, desc, eq, gte, isNull, sql } from 'drizzle-orm';
import { nextTryAt } from '@/db/repair-columns';
import {
  accounts,
  extensionCookies,
  extensionDevices,
  extensionUses,
  gateways,
  members,
  users,
  workspaces,
} from '@/db/schema';
import { can } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { SECOND_MS } from '@/lib/core/time';
import { methodsOf } from '@/lib/custom-auth/method-rules';
import type { DeviceState, ExtensionSettings } from '@/lib/extension/types';
import { TRIES } from '@/lib/healing/ladder-rules';
import { deviceName } from '@/lib/team/rules';

const USES_LENGTH = 50;

/** The member's own browsers and what was done with their cookies; nobody else is told of them. */
export async function getExtension(ctx: Ctx<MemberScope>): Promise<ExtensionSettings> {
  const { workspaceId, memberId } = ctx.scope;
  const [devices, uses, own, connections] = await Promise.all([
    selectDevices(ctx).where(
      and(eq(extensionDevices.workspaceId, workspaceId), eq(extensionDevices.memberId, memberId)),
    ),
    ctx.db
      .select({ use: extensionUses, accountName: accounts.name })
      .from(extensionUses)
      .leftJoin(
        accounts,
        and(eq(accounts.id, extensionUses.accountId), eq(accounts.ownerMemberId, memberId)),
      )
      .where(and(eq(extensionUses.workspaceId, workspaceId), eq(extensionUses.memberId, memberId)))
      .orderBy(desc(extensionUses.at), desc(extensionUses.id))
      .limit(USES_LENGTH),
    ctx.db
      .select({ id: accounts.id, name: accounts.name })
      .from(accounts)
      .where(
        and(
          eq(accounts.workspaceId, workspaceId),
          eq(accounts.ownerMemberId, memberId),
          eq(accounts.provider, 'LINKEDIN'),
          isNull(accounts.removedAt),
        ),
      )
      .orderBy(asc(accounts.name), asc(accounts.id)),
    ctx.db
      .select({ id: gateways.id, name: gateways.name, dialect: gateways.dialect })
      .from(gateways)
      .where(and(eq(gateways.workspaceId, workspaceId), isNull(gateways.removedAt)))
      .orderBy(asc(gateways.createdAt), asc(gateways.id)),
  ]);
  return {
    devices: devices.map(({ device, cookieSeenAt, lastUse, account }) => ({
      id: device.id,
      name: device.name,
      browser: device.userAgent && deviceName(device.userAgent),
      linkedinMemberId: device.linkedinMemberId,
      cookieSeenAt: cookieSeenAt?.toISOString() ?? null,
      lastUse: lastUse && { at: lastUse.at.toISOString(), outcome: lastUse.outcome },
      account: account && {
        ...account,
        lastOkAt: account.lastOkAt?.toISOString() ?? null,
        nextTryAt: account.nextTryAt?.toISOString() ?? null,
      },
      refusal: device.refusal,
      refusedAt: device.refusedAt?.toISOString() ?? null,
      lastUsedAt: device.lastUsedAt?.toISOString() ?? null,
      createdAt: device.createdAt.toISOString(),
    })),
    uses: uses.map(({ use, accountName }) => ({
      id: use.id,
      deviceName: use.deviceName,
      accountName,
      purpose: use.purpose,
      cookieSeenAt: use.cookieSeenAt.toISOString(),
      outcome: use.outcome,
      at: use.at.toISOString(),
    })),
    accounts: own,
    gateways: connections
      .filter(({ dialect }) => methodsOf(dialect, 'LINKEDIN').includes('cookies'))
      .map(({ id, name }) => ({ id, name })),
    canUse: can(ctx.scope, 'account:connect'),
    freshMs: env().ACCOUNT_FRESH_SECONDS * SECOND_MS,
  };
}

/** What a browser may know of its own row. Null: removed meanwhile. */
export async function findDeviceState(ctx: Ctx, deviceId: string): Promise<DeviceState | null> {
  const [row] = await selectDevices(ctx).where(
    and(eq(extensionDevices.id, deviceId), eq(extensionDevices.workspaceId, ctx.scope.workspaceId)),
  );
  if (!row) return null;
  return {
    deviceName: row.device.name,
    memberName: row.memberName,
    workspaceName: row.workspaceName,
    accountName: row.account?.name ?? null,
    cookieSeenAt: row.cookieSeenAt?.toISOString() ?? null,
    refusal: row.device.refusal,
  };
}

/** With the account only while it is still the member's: given to a colleague, the browser is out. */
function selectDevices(ctx: Ctx) {
  // Of the value that is kept now, not of the one before it.
  const lastUse = ctx.db
    .select({ at: extensionUses.at, outcome: extensionUses.outcome })
    .from(extensionUses)
    .where(
      and(
        eq(extensionUses.deviceId, extensionDevices.id),
        eq(extensionUses.accountId, extensionDevices.accountId),
        gte(extensionUses.at, extensionCookies.valueSince),
      ),
    )
    .orderBy(desc(extensionUses.at), desc(extensionUses.id))
    .limit(1)
    .as('last_use');
  return ctx.db
    .select({
      device: extensionDevices,
      cookieSeenAt: extensionCookies.seenAt,
      lastUse: { at: lastUse.at, outcome: lastUse.outcome },
      account: {
        id: accounts.id,
        name: accounts.name,
        status: accounts.status,
        isWrongIdentity: sql<boolean>`${accounts.wrongIdentity} is not null`,
        lastOkAt: accounts.lastOkAt,
        nextTryAt: nextTryAt(TRIES),
      },
      memberName: users.name,
      workspaceName: workspaces.name,
    })
    .from(extensionDevices)
    .innerJoin(members, eq(members.id, extensionDevices.memberId))
    .innerJoin(users, eq(users.id, members.userId))
    .innerJoin(workspaces, eq(workspaces.id, extensionDevices.workspaceId))
    .leftJoin(extensionCookies, eq(extensionCookies.deviceId, extensionDevices.id))
    .leftJoinLateral(lastUse, sql`true`)
    .leftJoin(
      accounts,
      and(
        eq(accounts.id, extensionDevices.accountId),
        eq(accounts.ownerMemberId, extensionDevices.memberId),
        isNull(accounts.removedAt),
      ),
    )
    .orderBy(sql`${extensionDevices.createdAt}`, extensionDevices.id)
    .$dynamic();
}
