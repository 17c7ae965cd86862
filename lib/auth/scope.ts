import type { Db } from '@/db/client';

export type Role = 'owner' | 'admin' | 'lead' | 'member' | 'viewer';

declare const minted: unique symbol;

/** A signed-in member acting in their workspace. */
export interface MemberScope {
  readonly kind: 'member';
  readonly workspaceId: string;
  readonly memberId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly role: Role;
  readonly [minted]: true;
}

/** The product itself, acting inside one workspace: jobs and webhooks. */
export interface SystemScope {
  readonly kind: 'system';
  readonly workspaceId: string;
  readonly [minted]: true;
}

/** The right to touch rows of one workspace. Nothing else can be passed to a query. */
export type Scope = MemberScope | SystemScope;

export interface Ctx<S extends Scope = Scope> {
  db: Db;
  scope: S;
}

/** For lib/auth/session only: a session was checked. */
export function mintMemberScope(fields: Omit<MemberScope, 'kind' | typeof minted>): MemberScope {
  return Object.freeze({ kind: 'member', ...fields }) as MemberScope;
}

/** For lib/jobs/system-scope only: our own code acts for one workspace. */
export function mintSystemScope(workspaceId: string): SystemScope {
  return Object.freeze({ kind: 'system', workspaceId }) as SystemScope;
}

/** Runs `fn` in a transaction with the same scope. */
export function inTransaction<S extends Scope, T>(
  ctx: Ctx<S>,
  fn: (ctx: Ctx<S>) => Promise<T>,
): Promise<T> {
  return ctx.db.transaction((tx) => fn({ ...ctx, db: tx }));
}
