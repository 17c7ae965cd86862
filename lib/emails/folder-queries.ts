import { and, asc, eq, ne, sql } from 'drizzle-orm';
import { accounts, emailFolders } from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import type { MailFolder } from './types';

/** Every folder of a mailbox. */
export function listFolders(ctx: Ctx, account: { id: string }) {
  return ctx.db
    .select()
    .from(emailFolders)
    .where(
      and(
        eq(emailFolders.workspaceId, ctx.scope.workspaceId),
        eq(emailFolders.accountId, account.id),
      ),
    );
}

export async function findFolder(ctx: Ctx, folderId: string) {
  const [folder] = await ctx.db
    .select()
    .from(emailFolders)
    .where(and(eq(emailFolders.workspaceId, ctx.scope.workspaceId), eq(emailFolders.id, folderId)));
  return folder ?? null;
}

/** Folders of every mailbox that the member may read, by name; drafts are not ours to show. */
export async function listMailFolders(ctx: Ctx<MemberScope>): Promise<MailFolder[]> {
  return ctx.db
    .select({
      id: emailFolders.id,
      accountId: emailFolders.accountId,
      name: emailFolders.name,
      role: emailFolders.role,
    })
    .from(emailFolders)
    .innerJoin(accounts, eq(accounts.id, emailFolders.accountId))
    .where(and(readsMessagesOf(ctx.scope), ne(emailFolders.role, 'drafts')))
    .orderBy(asc(sql`lower(${emailFolders.name})`), asc(emailFolders.id));
}
