import type { Db } from '@/db/client';
import { type Ctx, mintSystemScope, type SystemScope } from '@/lib/auth/scope';

/** The context in which our own code acts for one workspace: jobs, callbacks, the seed. */
export function systemCtx(db: Db, workspaceId: string): Ctx<SystemScope> {
  return { db, scope: mintSystemScope(workspaceId) };
}
