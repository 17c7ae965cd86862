import { and, eq, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { accounts } from '@/db/schema';
import type { MemberScope, Role, Scope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';

/** What a role may do. Rows that belong to one member are decided by the account rules below. */
export const PERMISSIONS = {
  'account:connect': ['owner', 'admin', 'lead', 'member'],
  'account:manage-any': ['owner', 'admin'],
  'account:remind': ['owner', 'admin', 'lead'],
  'overview:read': ['owner', 'admin', 'lead'],
  'message:send': ['owner', 'admin', 'lead', 'member'],
  'label:create': ['owner', 'admin', 'lead', 'member'],
  'label:manage': ['owner', 'admin', 'lead'],
  'view:share': ['owner', 'admin', 'lead', 'member'],
  'view:manage': ['owner', 'admin', 'lead'],
  'note:write': ['owner', 'admin', 'lead', 'member'],
  'note:delete-any': ['owner', 'admin'],
  'person:merge': ['owner', 'admin', 'lead', 'member'],
  'person:export': ['owner', 'admin'],
  'person:erase': ['owner', 'admin'],
  'member:read': ['owner', 'admin', 'lead', 'member', 'viewer'],
  'member:manage': ['owner', 'admin'],
  'workspace:manage': ['owner', 'admin'],
  'webhook:read': ['owner', 'admin'],
  'webhook:replay': ['owner', 'admin'],
  'audit:read': ['owner', 'admin'],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof PERMISSIONS;

export function can(scope: MemberScope, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(scope.role);
}

/** Throws `forbidden` unless the role has the permission. */
export function requirePermission(scope: MemberScope, permission: Permission): void {
  if (!can(scope, permission)) {
    throw new AppError(
      'forbidden',
      'Your role does not allow this. Ask an admin of the workspace.',
    );
  }
}

function seesAllAccounts(scope: Scope): boolean {
  return scope.kind === 'system' || ['owner', 'admin', 'lead'].includes(scope.role);
}

/** Accounts whose name, status and figures the scope may see. */
export function seesAccount(scope: Scope): SQL | undefined {
  const inWorkspace = eq(accounts.workspaceId, scope.workspaceId);
  if (scope.kind === 'system' || seesAllAccounts(scope)) return inWorkspace;
  return and(
    inWorkspace,
    or(eq(accounts.ownerMemberId, scope.memberId), ne(accounts.visibility, 'private')),
  );
}

/** Accounts whose messages the scope may read: own and shared ones; no role reads a private one. */
export function readsMessagesOf(scope: Scope): SQL | undefined {
  const inWorkspace = eq(accounts.workspaceId, scope.workspaceId);
  if (scope.kind === 'system') return inWorkspace;
  return and(
    inWorkspace,
    or(eq(accounts.ownerMemberId, scope.memberId), ne(accounts.visibility, 'private')),
  );
}

/** Whether two accounts are read by the same people, so that a word of one may stand at the other. */
export function hasSameReaders(one: AccountColumns, other: AccountColumns): SQL {
  return sql`(${one.visibility} = 'private') = (${other.visibility} = 'private')
    and (${one.visibility} <> 'private' or ${one.ownerMemberId} = ${other.ownerMemberId})`;
}
type AccountColumns = Record<'visibility' | 'ownerMemberId', AnyPgColumn>;

/** Accounts that the scope may send from. */
export function sendsFrom(scope: Scope): SQL | undefined {
  const inWorkspace = and(eq(accounts.workspaceId, scope.workspaceId), isNull(accounts.removedAt));
  if (scope.kind === 'system') return inWorkspace;
  if (!can(scope, 'message:send')) return sql`false`;
  return and(
    inWorkspace,
    or(eq(accounts.ownerMemberId, scope.memberId), eq(accounts.visibility, 'team-reply')),
  );
}

/**
 * Accounts whose conversations the scope may sort: who may answer there, also after the account was
 * removed, because its conversations stay in the list.
 */
export function triages(scope: Scope): SQL | undefined {
  const inWorkspace = eq(accounts.workspaceId, scope.workspaceId);
  if (scope.kind === 'system') return inWorkspace;
  if (!can(scope, 'message:send')) return sql`false`;
  return and(
    inWorkspace,
    or(eq(accounts.ownerMemberId, scope.memberId), eq(accounts.visibility, 'team-reply')),
  );
}

/** Accounts that the scope may rename, share, reconnect and disconnect. */
export function managesAccount(scope: Scope): SQL | undefined {
  const inWorkspace = eq(accounts.workspaceId, scope.workspaceId);
  if (scope.kind === 'system' || can(scope, 'account:manage-any')) return inWorkspace;
  if (!can(scope, 'account:connect')) return sql`false`;
  return and(inWorkspace, eq(accounts.ownerMemberId, scope.memberId));
}
