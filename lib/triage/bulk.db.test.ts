import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createDb, createPool } from '@/db/client';
import { auditLog, conversations } from '@/db/schema';
import { createConversation, createTeam } from '@/db/testing/factories';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { setPlace } from './mutations';

setTestEnv();
const test = testDb();

it('five hundred at once, cut off at the 217th: none is done, and asked again all are, once (S14)', async () => {
  const { jane: owner, account } = await createTeam(test.db);
  for (let index = 0; index < 500; index += 1) await createConversation(test.db, account, {});
  const rows = await test.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(eq(conversations.accountId, account.id))
    .orderBy(conversations.id);
  const conversationIds = rows.map(({ id }) => id);
  const done = () => test.db.$count(conversations, eq(conversations.place, 'done'));
  const audits = () => test.db.$count(auditLog, eq(auditLog.action, 'conversation.place'));

  const holder = await test.pool.connect();
  await holder.query('begin');
  await holder.query('select 1 from conversations where id = $1 for update', [
    conversationIds[216],
  ]);
  const pool = createPool(test.url, 1);
  pool.on('error', () => undefined);
  const ctx = { ...owner.ctx, db: createDb(pool) };
  const cut = setPlace(ctx, { conversationIds, place: 'done' }).then(
    () => 'done',
    () => 'cut',
  );
  const [blocked] = await untilBlocked(test.pool);
  await test.pool.query('select pg_terminate_backend($1)', [blocked]);
  expect(await cut).toBe('cut');
  await holder.query('rollback');
  holder.release();
  await pool.end();
  expect([await done(), await audits()]).toEqual([0, 0]);

  const result = await setPlace(owner.ctx, { conversationIds, place: 'done' });
  expect(result.changes).toHaveLength(500);
  expect([await done(), await audits()]).toEqual([500, 1]);
  const again = await setPlace(owner.ctx, { conversationIds, place: 'done' });
  expect(again.changes).toEqual([]);
  expect(await audits()).toBe(1);
});
