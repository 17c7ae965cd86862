import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { memberPreferences } from '@/db/schema';
import { MAILBOXES, startMailbox } from '@/db/testing/mailbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { markRead } from '@/lib/inbox/mutations';
import { setPlace, undo } from '@/lib/triage/mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

interface Kept {
  role: string;
  isRead: boolean;
}

describe.each(MAILBOXES)('a thread in %s', (type, provider) => {
  it('that is done is archived at the provider, and back in its inbox when it is put back', async () => {
    const box = await startMailbox(test.db, test.pool, type, provider);
    const kept = async () =>
      (await box.sandbox.control<{ emails: Kept[] }>('GET', '/truth')).emails[0] as Kept;
    await box.mail();
    await box.sync();
    const [thread] = await box.threads();
    const conversationIds = [thread?.id ?? ''];
    await setPlace(box.owner.ctx, { conversationIds, place: 'done' });
    await box.runJobs();
    // Not while it can be taken back.
    expect((await kept()).role).toBe('inbox');
    await box.runLaterJobs();
    expect((await kept()).role).not.toBe('inbox');
    expect(await box.threads()).toMatchObject([{ place: 'done' }]);
    expect(await box.rows()).toHaveLength(1);
    await setPlace(box.owner.ctx, { conversationIds, place: 'inbox' });
    await box.runLaterJobs();
    expect((await kept()).role).toBe('inbox');
    expect(await box.threads()).toMatchObject([{ place: 'inbox' }]);
    expect(await box.rows()).toHaveLength(1);
  });

  it('that was taken back in time is not touched', async () => {
    const box = await startMailbox(test.db, test.pool, type, provider);
    await box.mail();
    await box.sync();
    const [thread] = await box.threads();
    const conversationIds = [thread?.id ?? ''];
    const { changes } = await setPlace(box.owner.ctx, { conversationIds, place: 'done' });
    await undo(box.owner.ctx, { changes });
    await box.runLaterJobs();
    const { requests } = await box.sandbox.control<{ requests: { method: string }[] }>(
      'GET',
      '/log',
    );
    expect(requests.filter(({ method }) => method === 'PUT')).toEqual([]);
  });

  it('that is read here is read at the provider, whatever is said of receipts', async () => {
    const box = await startMailbox(test.db, test.pool, type, provider);
    await test.db
      .update(memberPreferences)
      .set({ receipts: 'never' })
      .where(eq(memberPreferences.memberId, box.owner.member.id));
    await box.mail();
    await box.sync();
    const [thread] = await box.threads();
    await markRead(box.owner.ctx, { conversationId: thread?.id ?? '' });
    await box.runJobs();
    const truth = await box.sandbox.control<{ emails: Kept[] }>('GET', '/truth');
    expect(truth.emails).toMatchObject([{ isRead: true }]);
  });
});
