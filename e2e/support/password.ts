import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { users } from '@/db/schema';
import { hashPassword } from '@/lib/core/passwords';

export const PASSWORD = 'a long password';

/** Lets a user of a test sign in through the form. */
export async function setPassword(db: Db, userId: string): Promise<void> {
  await db
    .update(users)
    .set({ passwordHash: await hashPassword(PASSWORD) })
    .where(eq(users.id, userId));
}
