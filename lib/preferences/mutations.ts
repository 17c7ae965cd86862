import { eq, sql } from 'drizzle-orm';
import { memberPreferences } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { publish } from '@/lib/live/publish';
import { releaseQuietMails } from '@/lib/notices/mutations';
import { withDefaults } from './rules';
import type { ChangePreferencesInput } from './schema';
import type { Preferences } from './types';

/** Changes the member's own preferences and returns all of them. Nobody can change another's. */
export async function changePreferences(
  ctx: Ctx<MemberScope>,
  input: ChangePreferencesInput,
): Promise<Preferences> {
  const { memberId, workspaceId } = ctx.scope;
  return inTransaction(ctx, async (tx) => {
    await tx.db.insert(memberPreferences).values({ memberId, workspaceId }).onConflictDoNothing();
    const [row] = await tx.db
      .select()
      .from(memberPreferences)
      .where(eq(memberPreferences.memberId, memberId))
      .for('update');
    const before = withDefaults(row ?? {});
    const after = withDefaults({ ...before, ...input });
    if (JSON.stringify(after) === JSON.stringify(before)) return before;
    await tx.db
      .update(memberPreferences)
      .set({ ...input, updatedAt: sql`now()` })
      .where(eq(memberPreferences.memberId, memberId));
    if (JSON.stringify(after.quietHours) !== JSON.stringify(before.quietHours)) {
      await releaseQuietMails(tx, memberId);
    }
    await recordAudit(tx, {
      action: 'member.change-preferences',
      entityType: 'member',
      entityId: memberId,
      detail: { ...input },
    });
    await publish(tx, { kind: 'preferences.changed', id: memberId });
    return after;
  });
}
