import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, auditLog, webhookEvents } from '@/db/schema';
import { createMember } from '@/db/testing/factories';
import { firstEvent, messageEvent, startInboxWorld, writeMessage } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { replayWebhookEvent } from './mutations';
import { getWebhookEvent, listWebhookEvents } from './queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const start = () => startInboxWorld(test.db, test.pool);

describe('the flight recorder (G5)', () => {
  it('tells of each delivery what it was, what it did and how long that took', async () => {
    const world = await start();
    const { event } = await writeMessage(world);
    await world.deliver(event);
    await world.deliver(event);
    await world.deliver('<html>');
    await world.runJobs();
    const page = await listWebhookEvents(world.admin.ctx, {});
    expect(page.quarantinedCount).toBe(1);
    expect(page.items).toHaveLength(2);
    const message = page.items.find((row) => row.kind === 'message_received');
    expect(message).toMatchObject({
      state: 'processed',
      accountName: 'Jane Ruiz',
      provider: 'LINKEDIN',
      duplicateCount: 1,
      attempts: 1,
      canReplay: true,
    });
    expect(message?.lagMs).toBeGreaterThanOrEqual(0);
    const quarantined = await listWebhookEvents(world.admin.ctx, { state: 'quarantined' });
    expect(quarantined.items).toMatchObject([{ reason: 'not_readable', accountName: null }]);
  });

  it('pages without losing or repeating a line', async () => {
    const world = await start();
    for (let n = 0; n < 120; n += 1) await world.deliver({ n });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listWebhookEvents(world.admin.ctx, { cursor });
      seen.push(...page.items.map((row) => row.id));
      cursor = page.cursor ?? undefined;
    } while (cursor);
    expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
  });

  it('is for admins of the workspace only; a foreign event is not found', async () => {
    const [mine, theirs] = [await start(), await start()];
    await theirs.deliver(messageEvent(theirs, { chatId: 'c', messageId: 'm', text: 'canary' }));
    const { id: eventId } = await firstEvent(test.db, theirs.gateway.id);
    for (const role of ['lead', 'member', 'viewer'] as const) {
      const { ctx } = await createMember(test.db, theirs.workspace, role);
      for (const act of [
        () => listWebhookEvents(ctx, {}),
        () => getWebhookEvent(ctx, { eventId }),
        () => replayWebhookEvent(ctx, { eventId }),
      ]) {
        await expect(act()).rejects.toMatchObject({ code: 'forbidden' });
      }
    }
    expect((await listWebhookEvents(mine.admin.ctx, {})).items).toEqual([]);
    for (const id of [eventId, newId()]) {
      for (const act of [getWebhookEvent, replayWebhookEvent]) {
        await expect(act(mine.admin.ctx, { eventId: id })).rejects.toMatchObject({
          code: 'not_found',
          message: 'Event not found.',
        });
      }
    }
  });

  it('shows an admin the structure of a private account’s messages and none of their words', async () => {
    const world = await start();
    const { event } = await writeMessage(world, { text: 'canary of the words' });
    await world.deliver({ ...event, subject: 'canary subject' });
    await world.runJobs();
    const { id: eventId } = await firstEvent(test.db, world.gateway.id);
    const masked = await getWebhookEvent(world.admin.ctx, { eventId });
    expect(masked.isMasked).toBe(true);
    expect(masked.body).toContain('"event": "message_received"');
    expect(masked.body).toContain('(19 characters)');
    expect(masked.body).not.toMatch(/canary|Mira|ACoMira/);
    await test.db
      .update(accounts)
      .set({ visibility: 'team-read' })
      .where(eq(accounts.id, world.account.id));
    const shown = await getWebhookEvent(world.admin.ctx, { eventId });
    expect(shown.isMasked).toBe(false);
    expect(shown.body).toContain('canary of the words');
  });

  it('shows no words of a delivery that could not be tied to an account or read at all', async () => {
    const world = await start();
    await world.deliver({ event: 'message_received', account_id: 'x', message: 'canary' });
    await world.deliver('canary, not JSON');
    await world.runJobs();
    for (const { id } of (await listWebhookEvents(world.admin.ctx, {})).items) {
      const detail = await getWebhookEvent(world.admin.ctx, { eventId: id });
      expect(JSON.stringify(detail)).not.toContain('canary');
    }
  });
});

describe('a replay', () => {
  it('processes the event once more, leaves a line in the audit, and doubles nothing', async () => {
    const world = await start();
    const { event } = await writeMessage(world);
    const set = (fields: Partial<typeof accounts.$inferInsert>) =>
      test.db.update(accounts).set(fields).where(eq(accounts.id, world.account.id));
    await set({ ownerMemberId: null });
    await world.deliver(event);
    await world.runJobs();
    const { id: eventId } = await firstEvent(test.db, world.gateway.id);
    expect((await firstEvent(test.db, world.gateway.id)).state).toBe('quarantined');
    await set({ ownerMemberId: world.owner.member.id });
    await replayWebhookEvent(world.admin.ctx, { eventId });
    await expect(replayWebhookEvent(world.admin.ctx, { eventId })).rejects.toMatchObject({
      code: 'conflict',
    });
    await world.runJobs();
    expect(await firstEvent(test.db, world.gateway.id)).toMatchObject({
      state: 'processed',
      effect: 'message_stored',
      reason: null,
    });
    await replayWebhookEvent(world.admin.ctx, { eventId });
    await world.runJobs();
    expect((await firstEvent(test.db, world.gateway.id)).effect).toBe('already_known');
    const lines = await test.db
      .select()
      .from(auditLog)
      .where(
        and(eq(auditLog.workspaceId, world.workspace.id), eq(auditLog.action, 'webhook.replay')),
      );
    expect(lines).toHaveLength(2);
  });

  it('of a sign-in callback is refused, because it counts once', async () => {
    const world = await start();
    const [event] = await test.db
      .insert(webhookEvents)
      .values({
        workspaceId: world.workspace.id,
        gatewayId: world.gateway.id,
        origin: 'hosted_auth',
        state: 'processed',
        body: Buffer.from('{}'),
      })
      .returning();
    await expect(
      replayWebhookEvent(world.admin.ctx, { eventId: event?.id ?? '' }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });
});
