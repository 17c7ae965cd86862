import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { sends } from '@/db/schema';
import { setChatHold } from '@/db/testing/factories';
import { MAILBOXES, startMailbox } from '@/db/testing/mailbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import type { Provider } from '@/lib/core/providers';
import { undoSend } from './send-mutations';
import { startConversation } from './start-mutations';
import { listStarts } from './start-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

const person = (address: string, name: string | null = null) => ({ address, name });
const NOOR = person('noor@client.example', 'Noor Haddad');
const EMAIL = {
  to: [NOOR],
  cc: [person('boss@client.example')],
  bcc: [person('crm@ours.example')],
  subject: 'Spring offer',
};

async function start(type?: string, provider?: Provider) {
  const box = await startMailbox(test.db, test.pool, type, provider);
  const input = (email: object = {}, more: object = {}) => ({
    accountId: box.account.id,
    clientId: newId(),
    text: 'Hello',
    title: null,
    inmailApi: null,
    subject: null,
    email: { ...EMAIL, ...email },
    ...more,
  });
  return {
    box,
    ctx: box.owner.ctx,
    input,
    begin: (email?: object, more?: object) => startConversation(box.owner.ctx, input(email, more)),
    sent: async () => {
      const truth = await box.sandbox.control<{ emails: { role: string }[] }>('GET', '/truth');
      return truth.emails.filter(({ role }) => role === 'sent');
    },
    rows: () => test.db.select().from(sends).where(eq(sends.accountId, box.account.id)),
  };
}

describe.each(MAILBOXES)('an e-mail that is begun from %s', (type, provider) => {
  it('goes to exactly whom it names, openly and in secret', async () => {
    const { box, begin, sent } = await start(type, provider);
    await begin();
    await box.runJobs();
    expect(await sent()).toMatchObject([
      {
        to: ['noor@client.example'],
        cc: ['boss@client.example'],
        bcc: ['crm@ours.example'],
        subject: 'Spring offer',
      },
    ]);
  });
});

describe('an e-mail that is begun', () => {
  it('comes back as it was when it is taken back, copies and all', async () => {
    const { box, ctx, begin } = await start();
    await setChatHold(test.db, box.owner.member, 5);
    const { sendId } = await begin();
    expect(await listStarts(ctx)).toMatchObject([
      { sendId, recipients: [{ name: 'Noor Haddad' }], email: EMAIL },
    ]);
    expect(await undoSend(ctx, { sendId })).toMatchObject({ text: 'Hello', email: EMAIL });
  });

  it('is one when asked for twice; with other people under the same id it is refused', async () => {
    const { ctx, input, rows } = await start();
    const asked = input();
    const first = await startConversation(ctx, asked);
    expect((await startConversation(ctx, asked)).sendId).toBe(first.sendId);
    const other = { ...asked, email: { ...asked.email, bcc: [] } };
    await expect(startConversation(ctx, other)).rejects.toMatchObject({ code: 'conflict' });
    expect(await rows()).toHaveLength(1);
  });

  it('to people in secret alone is called by them, and one with a copy to no address is refused', async () => {
    const { ctx, begin, rows } = await start();
    await begin({ to: [], cc: [] });
    expect(await listStarts(ctx)).toMatchObject([
      { recipients: [{ providerUserId: 'crm@ours.example' }] },
    ]);
    await expect(begin({ cc: [person('boss')] })).rejects.toThrow(
      '“boss” is not an e-mail address.',
    );
    await expect(begin({ to: [], cc: [], bcc: [] })).rejects.toThrow('Choose who gets the e-mail.');
    expect(await rows()).toHaveLength(1);
  });
});
