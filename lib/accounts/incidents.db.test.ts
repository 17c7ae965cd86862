import { beforeEach, describe, expect, it } from 'vitest';
import { accountTransitions, invitationPlans, outgoingMails, sends } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { createConversation, createMember, createMessage } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { checkStatus } from '@/lib/accounts/handlers';
import { getIncident, listIncidents } from '@/lib/accounts/incident-queries';
import { recordRemoved } from '@/lib/accounts/mutations';
import { getOverview } from '@/lib/accounts/overview-queries';
import { newId } from '@/lib/core/ids';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/core/time';

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;

beforeEach(async () => {
  world = await createAccountsWorld(test.pool, sandbox);
});

type Account = Awaited<ReturnType<AccountsWorld['addAccount']>>;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS);

/** Down from then on, and back then; minutes ago. The id is that of the change to down. */
async function logDown(account: Account, from: number, to: number | null): Promise<string> {
  const mark = { workspaceId: account.workspaceId, accountId: account.id, cause: 'check' } as const;
  const id = newId();
  await test.db
    .insert(accountTransitions)
    .values([
      { ...mark, toStatus: 'connected', rawStatus: 'OK', at: ago(from + 600) },
      { ...mark, id, toStatus: 'reconnect_needed', rawStatus: 'CREDENTIALS', at: ago(from) },
      ...(to === null
        ? []
        : [{ ...mark, toStatus: 'connected', rawStatus: 'OK', at: ago(to) } as const]),
    ]);
  return id;
}

async function addSend(
  account: Account,
  state: 'failed' | 'unknown' | 'sent' | 'cancelled',
  settledAt: Date,
) {
  const conversation = await createConversation(test.db, account);
  await test.db.insert(sends).values({
    workspaceId: account.workspaceId,
    accountId: account.id,
    conversationId: conversation.id,
    authorMemberId: world.owner.member.id,
    clientId: newId(),
    text: 'Never told here.',
    state,
    settledAt,
  });
}

async function addPlan(
  account: Account,
  fields: Partial<typeof invitationPlans.$inferInsert> & { createdAt: Date },
) {
  await test.db.insert(invitationPlans).values({
    workspaceId: account.workspaceId,
    accountId: account.id,
    authorMemberId: world.owner.member.id,
    clientId: newId(),
    providerUserId: newId(),
    ...fields,
  });
}

describe('what an outage cost (A8)', () => {
  it('is counted within its time alone, and each number has its list', async () => {
    const account = await world.addAccount({ visibility: 'team-read' });
    const id = await logDown(account, 120, 60);
    const open = await createConversation(test.db, account, { title: 'Mira Olsen' });
    const answered = await createConversation(test.db, account, {
      title: 'Ben Okafor',
      isLastMessageOurs: true,
    });
    for (const minutes of [130, 119, 61, 30]) {
      await createMessage(test.db, open, { sentAt: ago(minutes) });
    }
    await createMessage(test.db, answered, { sentAt: ago(90) });
    await createMessage(test.db, answered, { sentAt: ago(80), isOurs: true });
    await createMessage(test.db, answered, { sentAt: ago(80), eventType: 3 });
    await addSend(account, 'failed', ago(100));
    await addSend(account, 'unknown', ago(70));
    await addSend(account, 'sent', ago(70));
    await addSend(account, 'failed', ago(30));
    await addPlan(account, { createdAt: ago(200) });
    await addPlan(account, { createdAt: ago(100), state: 'sent', leftAt: ago(10) });
    await addPlan(account, { createdAt: ago(300), state: 'sent', leftAt: ago(250) });
    await addPlan(account, { createdAt: ago(100), state: 'cancelled' });
    await addPlan(account, { createdAt: ago(5) });
    for (const state of ['sent', 'failed', 'queued'] as const) {
      await test.db.insert(outgoingMails).values({
        workspaceId: account.workspaceId,
        kind: 'reconnect',
        toEmail: 'jane@example.com',
        dedupeKey: `reconnect:${id}:${state}`,
        params: { accountId: account.id },
        state,
        startedAt: state === 'sent' ? ago(90) : null,
        createdAt: ago(90),
      });
    }
    const detail = await getIncident(world.admin.ctx, { incidentId: id });
    expect(detail.mails).toEqual({ sent: 1, withoutMail: 0 });
    expect(detail.accounts).toMatchObject([
      { id: account.id, messages: 3, conversations: 2, unsent: 2, invitations: 2 },
    ]);
    expect(
      detail.gap.map(({ title, messages, needsAnswer }) => [title, messages, needsAnswer]),
    ).toEqual([
      ['Ben Okafor', 1, false],
      ['Mira Olsen', 2, true],
    ]);
    expect(detail.unsent.map(({ state, authorName }) => [state, authorName])).toEqual([
      ['unknown', 'Jane Ruiz'],
      ['failed', 'Jane Ruiz'],
    ]);
    expect(JSON.stringify(detail)).not.toContain('Never told here.');
  });

  it('of a private account is told to a lead in numbers alone', async () => {
    const lead = await createMember(test.db, world.workspace, 'lead');
    const account = await world.addAccount();
    const id = await logDown(account, 120, 60);
    const conversation = await createConversation(test.db, account, { title: 'SECRET PERSON' });
    await createMessage(test.db, conversation, { sentAt: ago(90) });
    await addSend(account, 'failed', ago(90));
    const told = await getIncident(lead.ctx, { incidentId: id });
    expect(told.accounts).toMatchObject([{ messages: 1, unsent: 1, isReadable: false }]);
    expect([told.gap, told.unsent]).toEqual([[], []]);
    expect(JSON.stringify(told)).not.toContain('SECRET PERSON');
    const own = await getIncident(world.owner.ctx, { incidentId: id });
    expect(own.gap.map(({ title }) => title)).toEqual(['SECRET PERSON']);
  });
});

describe('incidents (A8)', () => {
  it('of another workspace or a private account of somebody else are not found', async () => {
    const account = await world.addAccount();
    const id = await logDown(account, 120, 60);
    const colleague = await createMember(test.db, world.workspace, 'member');
    const other = await createAccountsWorld(test.pool, sandbox);
    for (const { ctx } of [colleague, other.admin]) {
      for (const incidentId of [id, newId(), 'no-id']) {
        await expect(getIncident(ctx, { incidentId })).rejects.toMatchObject({ code: 'not_found' });
      }
    }
    await expect(listIncidents(colleague.ctx)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await listIncidents(other.admin.ctx)).incidents).toEqual([]);
    expect((await listIncidents(world.admin.ctx)).incidents.map((one) => one.id)).toEqual([id]);
    expect((await getOverview(other.admin.ctx)).incidentCount).toBe(0);
    // Of an account that was removed since, too: the number opens the list.
    await recordRemoved(world.ctx, account.id, { cause: 'check', readAt: new Date() });
    expect((await listIncidents(world.admin.ctx)).incidents).toHaveLength(1);
    expect((await getOverview(world.admin.ctx)).incidentCount).toBe(1);
  });

  it('an outage is opened from the overview while it holds, and tells who is back and whom no e-mail reached', async () => {
    const lost: Account[] = [];
    for (let index = 0; index < 6; index += 1) {
      lost.push(await world.addAccount({ name: `Account ${index}` }));
    }
    for (const account of lost) {
      await world.setApiStatus(account, 'OK');
      await checkStatus({ accountId: account.id, hint: 'OK' }, world.ctx, world.tools());
    }
    const become = async (account: Account, status: string) => {
      world.clock.advance(10 * SECOND_MS);
      await world.setApiStatus(account, status);
      await checkStatus({ accountId: account.id, hint: status }, world.ctx, world.tools());
    };
    for (const account of lost) await become(account, 'CREDENTIALS');
    await world.runUntil(new Date(world.clock.now().getTime() + HOUR_MS));
    const { outages } = await getOverview(world.admin.ctx, world.clock.now());
    expect(outages).toHaveLength(1);
    const incidentId = outages[0]?.transitionId ?? '';
    const during = await getIncident(world.admin.ctx, { incidentId }, world.clock.now());
    expect(during.incident).toMatchObject({ isWide: true, to: null, backCount: 0 });
    expect(during.mails).toEqual({ sent: 0, withoutMail: 6 });
    for (const account of lost) await become(account, 'OK');
    const after = await getIncident(world.admin.ctx, { incidentId }, world.clock.now());
    expect(after.incident).toMatchObject({ isWide: true, backCount: 6 });
    expect(after.incident.to).not.toBeNull();
    expect(after.accounts.map(({ name }) => name)).toEqual(lost.map(({ name }) => name));
  });
});
