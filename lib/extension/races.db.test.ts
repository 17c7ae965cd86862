import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { lockByName } from '@/db/advisory-locks';
import { members } from '@/db/schema';
import { createTeam } from '@/db/testing/factories';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { inTransaction } from '@/lib/auth/scope';
import { addDevice } from '@/lib/extension/mutations';
import { getExtension } from '@/lib/extension/queries';

setTestEnv();
const test = testDb();

it('a browser that is added is in the way of nothing else that its member does', async () => {
  const { workspace, jane } = await createTeam(test.db);
  const { added } = await inTransaction(jane.ctx, async (tx) => {
    await lockByName(tx, `audit:${workspace.id}`);
    const added = addDevice(jane.ctx, { name: 'Chrome at work' });
    await untilBlocked(test.pool);
    // As the foreign key of the row that this transaction would write next.
    const isJane = eq(members.id, jane.member.id);
    const rows = tx.db.select().from(members).where(isJane).for('key share', { noWait: true });
    await expect(rows).resolves.toHaveLength(1);
    return { added };
  });
  await added;
  expect((await getExtension(jane.ctx)).devices).toHaveLength(1);
});
