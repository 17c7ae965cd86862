import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { invitationPlans, invitations, webhookEvents } from '@/db/schema';
import { startPlansWorld } from '@/db/testing/plans-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { findAcceptedByChat } from './plan-handlers';
import { listPlans } from './plan-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const NOTE = 'We met at the fair in Antwerp.';

/** One that was sent and is in the list. */
async function sent(note = NOTE) {
  const world = await startPlansWorld(test);
  await world.pace();
  const { planId, input } = await world.plan({ note });
  await world.sendNow(planId);
  await world.read();
  const gatewayId = (await world.row(planId))?.gatewayInvitationId ?? '';
  const listed = async () =>
    (
      await test.db.select().from(invitations).where(eq(invitations.accountId, world.account.id))
    )[0];
  return {
    ...world,
    planId,
    gatewayId,
    listed,
    person: input.person,
    accept: (late: boolean) =>
      world.sandbox.control('POST', `/invitations/${gatewayId}/accept`, { late }),
    relation: (more: Record<string, unknown> = {}) => ({
      event: 'new_relation',
      account_id: world.account.providerAccountId,
      account_type: 'LINKEDIN',
      user_full_name: 'Ana Novak',
      user_provider_id: input.person.providerUserId,
      user_public_identifier: input.person.publicIdentifier,
      ...more,
    }),
  };
}

describe('that an invitation was accepted (D5)', () => {
  it('is told by the event, once, as of when it came', async () => {
    const world = await sent();
    await world.deliver(world.relation());
    await world.runJobs();
    await world.deliver(world.relation({ webhook_name: 'again' }));
    await world.runJobs();
    const row = await world.row(world.planId);
    expect(row).toMatchObject({ state: 'sent', acceptedBy: 'event' });
    expect(await world.listed()).toMatchObject({ endedAs: 'accepted', acceptedBy: 'event' });
    const events = await test.db
      .select()
      .from(webhookEvents)
      .where(eq(webhookEvents.gatewayId, world.gateway.id))
      .orderBy(webhookEvents.receivedAt);
    expect(events.map(({ effect }) => effect)).toEqual(['acceptance_stored', 'already_known']);
    expect(row?.acceptedAt).toEqual(events[0]?.receivedAt);
    const { ended } = await listPlans(world.owner.ctx, {});
    expect(ended[0]?.acceptedAt).toBe(row?.acceptedAt?.toISOString());
  });

  it('is not told by an event of somebody else, nor by leaving the list', async () => {
    const world = await sent();
    await world.deliver(
      world.relation({ user_provider_id: 'ACoSomebodyElse', user_public_identifier: 'else' }),
    );
    await world.runJobs();
    const { id } = (await world.listed()) ?? {};
    await world.sandbox.control('DELETE', `/invitations/${world.gatewayId}`);
    await world.read();
    expect((await world.listed())?.id).toBe(id);
    expect(await world.row(world.planId)).toMatchObject({ state: 'sent', acceptedAt: null });
    expect(await world.listed()).toMatchObject({ endedAs: null });
    expect((await world.listed())?.goneAt).not.toBeNull();
  });

  it('is told by the newest connections, which are asked for only when one has left the list', async () => {
    const world = await sent();
    const asked = async () => {
      const { requests } = await world.sandbox.control<{ requests: { path: string }[] }>(
        'GET',
        '/log',
      );
      return requests.filter(({ path }) => path === '/api/v1/users/relations').length;
    };
    await world.read();
    expect(await asked()).toBe(0);
    await world.accept(true);
    await world.read();
    expect(await asked()).toBe(1);
    expect(await world.row(world.planId)).toMatchObject({ acceptedBy: 'relations' });
    expect(await world.listed()).toMatchObject({ endedAs: 'accepted', acceptedBy: 'relations' });
    await world.read();
    expect(await asked()).toBe(1);
  });

  it('is told by a new chat that begins with our note, before the event comes', async () => {
    const world = await sent();
    await findAcceptedByChat(test.db);
    expect(await world.row(world.planId)).toMatchObject({ acceptedAt: null });
    await world.accept(true);
    const truth = await world.truth();
    const message = truth.messages.find(({ text }) => text === NOTE);
    await world.deliver({
      event: 'message_received',
      account_id: world.account.providerAccountId,
      account_type: 'LINKEDIN',
      chat_id: message?.chatId,
      message_id: message?.id,
      message: NOTE,
      timestamp: message?.at,
      is_sender: true,
    });
    await world.runJobs();
    await findAcceptedByChat(test.db);
    expect(await world.row(world.planId)).toMatchObject({ acceptedBy: 'chat' });
    expect(await world.listed()).toMatchObject({ endedAs: 'accepted', acceptedBy: 'chat' });
  });

  it('is told of one that no list had after a silence, because it was accepted before', async () => {
    const world = await startPlansWorld(test);
    await world.pace();
    const { planId } = await world.plan({ note: NOTE });
    await world.sandbox.control('POST', '/faults', {
      kind: 'reset_after_action',
      match: { path: '/api/v1/users/invite' },
    });
    await world.sendNow(planId);
    const { accounts: known } = await world.sandbox.control<{
      accounts: { invitations: { id: string }[] }[];
    }>('GET', '/truth');
    const [invitation] = known.flatMap((one) => one.invitations);
    await world.sandbox.control('POST', `/invitations/${invitation?.id}/accept`, { late: true });
    await test.db
      .update(invitationPlans)
      .set({ leftAt: sql`left_at - interval '5 minutes'` })
      .where(eq(invitationPlans.id, planId));
    await world.read();
    expect(await world.row(planId)).toMatchObject({ state: 'sent', acceptedBy: 'relations' });
    expect((await world.row(planId))?.leftAt).not.toBeNull();
  });
});
