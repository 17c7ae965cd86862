import { eq, inArray, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { accounts, conversations, notes } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { createConversation, createMessage, createNote } from '@/db/testing/factories';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { retireTwin } from '@/lib/account-settings/twin-mutations';
import { checkAccounts } from '@/lib/accounts/handlers';
import { getAccount } from '@/lib/accounts/queries';
import { inTransaction } from '@/lib/auth/scope';
import { storeChat } from '@/lib/inbox/chat-mutations';
import { getThread } from '@/lib/inbox/thread-queries';
import { createLabel } from '@/lib/labels/mutations';
import { writeStates } from '@/lib/triage/state-mutations';

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;

beforeEach(async () => {
  world = await createAccountsWorld(test.pool, sandbox);
});

type Account = Awaited<ReturnType<AccountsWorld['addAccount']>>;
type Conversation = Awaited<ReturnType<typeof createConversation>>;

async function addTwins(fields: Parameters<AccountsWorld['addAccount']>[0] = {}) {
  const shared = { identity: 'ACoJane', visibility: 'team-reply' } as const;
  const older = await world.addAccount({ ...shared, name: 'Jane, first', ...fields });
  const newer = await world.addAccount({ ...shared, name: 'Jane, again' });
  return { older, newer };
}

function retire(one: Account, keep: Account) {
  return retireTwin(world.owner.ctx, { accountId: one.id, keepAccountId: keep.id });
}

const addFault = (rule: object) => sandbox.control('POST', '/faults', { on: 'request', ...rule });

async function readBoth(...both: Conversation[]) {
  const rows = await test.db
    .select()
    .from(conversations)
    .where(
      inArray(
        conversations.id,
        both.map(({ id }) => id),
      ),
    );
  return both.map(({ id }) => rows.find((row) => row.id === id));
}

async function stateIn(conversation: Conversation) {
  const [{ labels, ...header }, found] = await Promise.all([
    getThread(world.owner.ctx, { conversationId: conversation.id }).then((page) => page.header),
    test.db.select().from(notes).where(eq(notes.conversationId, conversation.id)),
  ]);
  return {
    labels: labels.map(({ name }) => name).sort(),
    notes: found.map(({ text, accountId }) => [text, accountId]),
    copies: header.copies,
  };
}

function chatOf({ gatewayChatId, providerChatId }: Conversation, account: Account) {
  return {
    gatewayChatId,
    providerChatId,
    providerAccountId: account.providerAccountId,
    provider: account.provider,
    kind: 'direct' as const,
    title: null,
    attendeeProviderId: null,
    subject: null,
    lastActivityAt: new Date('2026-11-01T08:00:00Z'),
    unreadCount: 0,
    isArchived: false,
    isReadOnly: false,
    disabledFeatures: [],
    contentType: null,
  };
}

/** One conversation at both, on which the team worked in the older one. */
async function addWorkedOn(older: Account, newer: Account) {
  const until = new Date(Date.now() + 86_400_000);
  const retired = await createConversation(test.db, older, { providerChatId: 'chat-1' });
  const own = await createConversation(test.db, newer, { providerChatId: 'chat-1' });
  for (const one of [retired, own]) await createMessage(test.db, one);
  const warm = await createLabel(world.owner.ctx, { name: 'Warm', colour: 'green' });
  const hot = await createLabel(world.owner.ctx, { name: 'Hot', colour: 'red' });
  await writeStates(world.ctx, [
    {
      conversationId: retired.id,
      state: {
        place: 'snoozed',
        snoozedUntil: until.toISOString(),
        isStarred: true,
        assigneeMemberId: world.admin.member.id,
        labels: { [warm.id]: true, [hot.id]: true },
      },
    },
    { conversationId: own.id, state: { labels: { [warm.id]: true } } },
  ]);
  await createNote(test.db, retired, world.owner, { text: 'Knows the price.' });
  return { retired, own, until };
}

describe('what the team did with a retired connection (A10)', () => {
  it('goes on in the conversation that is kept, once', async () => {
    const { older, newer } = await addTwins();
    const { retired, own, until } = await addWorkedOn(older, newer);
    await retire(older, newer);
    const after = await readBoth(retired, own);
    expect(after).toMatchObject([
      { place: 'done', isStarred: false, assigneeMemberId: null, snoozedUntil: null },
      {
        place: 'snoozed',
        snoozedUntil: until,
        isStarred: true,
        assigneeMemberId: world.admin.member.id,
      },
    ]);
    expect(await stateIn(own)).toEqual({
      labels: ['Hot', 'Warm'],
      notes: [['Knows the price.', newer.id]],
      copies: [{ id: retired.id, accountName: 'Jane, first', isRetired: true }],
    });
    expect(await stateIn(retired)).toEqual({
      labels: [],
      notes: [],
      copies: [{ id: own.id, accountName: 'Jane, again', isRetired: false }],
    });
    await retire(older, newer);
    expect(await readBoth(retired, own)).toEqual(after);
  });

  it('does not overrule what somebody did with the kept one', async () => {
    const { older, newer } = await addTwins();
    const { own } = await addWorkedOn(older, newer);
    const state = { place: 'inbox', assigneeMemberId: world.owner.member.id } as const;
    await writeStates(world.ctx, [{ conversationId: own.id, state }]);
    await retire(older, newer);
    expect(await readBoth(own)).toMatchObject([state]);
  });

  it('opens what is done at the kept one and open at the retired one', async () => {
    const { older, newer } = await addTwins();
    const { own } = await addWorkedOn(older, newer);
    await writeStates(world.ctx, [{ conversationId: own.id, state: { place: 'done' } }]);
    await retire(older, newer);
    expect(await readBoth(own)).toMatchObject([{ place: 'snoozed' }]);
  });

  it('stays where it is, if the kept one is read by different people', async () => {
    const { older, newer } = await addTwins({ visibility: 'private' });
    const { retired, own } = await addWorkedOn(older, newer);
    const { retirePreview } = await getAccount(world.owner.ctx, { accountId: older.id });
    expect(retirePreview).toMatchObject({ doubledCount: 1, hasSameReaders: false });
    await retire(older, newer);
    expect(await stateIn(own)).toMatchObject({ labels: ['Warm'], notes: [] });
    expect(await stateIn(retired)).toMatchObject({
      labels: ['Hot', 'Warm'],
      notes: [['Knows the price.', older.id]],
    });
    const [left, kept] = await readBoth(retired, own);
    expect(left).toMatchObject({ place: 'done', isStarred: true });
    expect(kept).toMatchObject({ place: 'inbox', isStarred: false, assigneeMemberId: null });
    const { header } = await getThread(world.admin.ctx, { conversationId: own.id });
    expect(header.copies).toEqual([]);
  });

  it('goes on when the kept one reads the conversation later, and where it stood', async () => {
    const { older, newer } = await addTwins();
    const retired = await createConversation(test.db, older, { providerChatId: 'chat-2' });
    await writeStates(world.ctx, [
      { conversationId: retired.id, state: { place: 'done', isStarred: true } },
    ]);
    await createNote(test.db, retired, world.owner, { text: 'Call in May.' });
    await retire(older, newer);
    const own = { ...retired, gatewayChatId: 'chat-2-at-newer' };
    const id = await storeChat(world.ctx, newer, chatOf(own, newer));
    expect(await stateIn({ ...own, id })).toMatchObject({
      notes: [['Call in May.', newer.id]],
      copies: [{ id: retired.id, isRetired: true }],
    });
    expect(await readBoth({ ...own, id })).toMatchObject([{ place: 'done', isStarred: true }]);
    // Read again it is no new one: what somebody changed since stays.
    await writeStates(world.ctx, [
      { conversationId: id, state: { place: 'inbox', isStarred: false } },
    ]);
    await storeChat(world.ctx, newer, chatOf(own, newer));
    expect(await readBoth({ ...own, id })).toMatchObject([{ place: 'inbox', isStarred: false }]);
  });

  it('goes along when the kept one is retired itself', async () => {
    const { older, newer } = await addTwins();
    const third = await world.addAccount({ identity: 'ACoJane', visibility: 'team-reply' });
    const { retired, own } = await addWorkedOn(older, newer);
    const last = await createConversation(test.db, third, { providerChatId: 'chat-1' });
    await retire(older, newer);
    await createNote(test.db, retired, world.owner, { text: 'Written after it was retired.' });
    await retire(newer, third);
    expect(await stateIn(last)).toMatchObject({
      labels: ['Hot', 'Warm'],
      notes: expect.arrayContaining([
        ['Knows the price.', third.id],
        ['Written after it was retired.', third.id],
      ]),
      copies: expect.arrayContaining([
        expect.objectContaining({ id: retired.id }),
        expect.objectContaining({ id: own.id }),
      ]),
    });
  });
});

describe('two presses at once, and one that was cut off (A10)', () => {
  it('never end both connections', async () => {
    const { older, newer } = await addTwins();
    const results = await Promise.allSettled([retire(older, newer), retire(newer, older)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const statuses = await Promise.all(
      [older, newer].map(async ({ id }) => (await world.readAccount(id)).status),
    );
    expect(statuses.sort()).toEqual(['connected', 'removed']);
    const upstream = await Promise.all(
      [older, newer].map(async ({ providerAccountId }) => {
        const answer = await fetch(`${sandbox.url}/api/v1/accounts/${providerAccountId}`, {
          headers: { 'X-API-KEY': sandbox.apiKey },
        });
        return answer.status;
      }),
    );
    expect(upstream.sort()).toEqual([200, 404]);
  });

  it('that ended at the API alone is finished by the next look at the accounts', async () => {
    const { older, newer } = await addTwins();
    const { own } = await addWorkedOn(older, newer);
    await test.db
      .update(accounts)
      .set({ mergedIntoAccountId: newer.id })
      .where(eq(accounts.id, older.id));
    // Claimed and not ended: what the API says of it still counts.
    world.clock.advance(60_000);
    await world.setApiStatus(older, 'CREDENTIALS');
    await checkAccounts({ gatewayId: world.gateway.id }, world.ctx, world.tools());
    expect((await world.readAccount(older.id)).status).toBe('reconnect_needed');
    await expect(retire(newer, older)).rejects.toMatchObject({ code: 'conflict' });
    await sandbox.control('DELETE', `/accounts/${older.providerAccountId}`);
    world.clock.advance(60_000);
    await checkAccounts({ gatewayId: world.gateway.id }, world.ctx, world.tools());
    expect(await world.readAccount(older.id)).toMatchObject({ status: 'removed' });
    expect(await stateIn(own)).toMatchObject({ notes: [['Knows the price.', newer.id]] });
  });

  it('goes on where the answer of the API alone was lost', async () => {
    const { older, newer } = await addTwins();
    const { own } = await addWorkedOn(older, newer);
    await addFault({ kind: 'reset_after_action', match: { method: 'DELETE' } });
    await retire(older, newer);
    expect(await world.readAccount(older.id)).toMatchObject({ status: 'removed' });
    expect(await stateIn(own)).toMatchObject({ notes: [['Knows the price.', newer.id]] });
    expect((await world.audits()).map(({ action }) => action)).toContain('account.retired');
  });

  it('is finished by the next look at the accounts, where the API cannot say what it did', async () => {
    const { older, newer } = await addTwins();
    const { own } = await addWorkedOn(older, newer);
    const path = `/api/v1/accounts/${older.providerAccountId}`;
    await addFault({ kind: 'reset_after_action', match: { method: 'DELETE' } });
    await addFault({ kind: 'reset', match: { method: 'GET', path }, times: 0 });
    await expect(retire(older, newer)).rejects.toThrow('does not say whether');
    await sandbox.control('DELETE', '/faults');
    world.clock.advance(60_000);
    await checkAccounts({ gatewayId: world.gateway.id }, world.ctx, world.tools());
    expect(await stateIn(own)).toMatchObject({ notes: [['Knows the price.', newer.id]] });
  });

  it('goes on where another press that failed has taken the claim away meanwhile', async () => {
    const { older, newer } = await addTwins();
    const { own } = await addWorkedOn(older, newer);
    const slower = await inTransaction(world.ctx, async (tx) => {
      // Whoever has an answer of the API writes here how the connection is, and stands until this is over.
      await tx.db.execute(sql`select from gateways where id = ${world.gateway.id} for update`);
      const retiring = retire(older, newer);
      await untilBlocked(test.pool);
      await tx.db
        .update(accounts)
        .set({ mergedIntoAccountId: null })
        .where(eq(accounts.id, older.id));
      return { retiring };
    });
    await slower.retiring;
    expect(await world.readAccount(older.id)).toMatchObject({ mergedIntoAccountId: newer.id });
    expect(await stateIn(own)).toMatchObject({ notes: [['Knows the price.', newer.id]] });
  });
});
