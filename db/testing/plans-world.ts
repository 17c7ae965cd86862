import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type pg from 'pg';
import type { Db } from '@/db/client';
import { invitationPacing, invitationPlans } from '@/db/schema';
import { startInboxWorld } from '@/db/testing/inbox-world';
import type { GatewayDialect } from '@/lib/gateway/create-client';
import { readInvitations } from '@/lib/invitations/handlers';
import { sendDueInvitation } from '@/lib/invitations/plan-handlers';
import { addPlan, changePace } from '@/lib/invitations/plan-mutations';

export const ZONE = 'Europe/Berlin';
const ALWAYS = {
  zone: ZONE,
  days: [0, 1, 2, 3, 4, 5, 6],
  fromMinute: 0,
  toMinute: 1_440,
  isWarmedUp: true,
};

/** A LinkedIn account with a seller who plans invitations, in a sandbox full of strangers. */
export async function startPlansWorld(
  test: { db: Db; pool: pg.Pool },
  options: { dialect?: GatewayDialect } = {},
) {
  const world = await startInboxWorld(test.db, test.pool, options);
  const { account, sandbox, workspace, owner } = world;
  const target = { workspaceId: workspace.id, accountId: account.id };
  const stranger = (fields: Record<string, unknown> = {}) =>
    sandbox.control<{ providerId: string; publicIdentifier: string; name: string }>(
      'POST',
      `/accounts/${world.controlId}/contacts`,
      fields,
    );
  const plan = async (fields: { note?: string; email?: string; needsEmail?: boolean } = {}) => {
    const { providerId, publicIdentifier, name } = await stranger({
      needsEmail: fields.needsEmail ?? false,
    });
    const person = { providerUserId: providerId, publicIdentifier, name, headline: null };
    const input = {
      accountId: account.id,
      clientId: randomUUID(),
      person,
      note: fields.note ?? '',
      email: fields.email ?? null,
      zone: ZONE,
    };
    return { ...(await addPlan(owner.ctx, input)), input };
  };
  const rows = () =>
    test.db
      .select()
      .from(invitationPlans)
      .where(eq(invitationPlans.accountId, account.id))
      .orderBy(invitationPlans.createdAt, invitationPlans.id);
  const pacing = async () =>
    (
      await test.db
        .select()
        .from(invitationPacing)
        .where(eq(invitationPacing.accountId, account.id))
    )[0];
  const posts = async () => {
    const { requests } = await sandbox.control<{ requests: { method: string; path: string }[] }>(
      'GET',
      '/log',
    );
    const [method, path] = world.routes.send;
    const [before = '', after = ''] = path.split('*');
    return requests.filter(
      (one) =>
        one.method === method && one.path.startsWith(before) && one.path.endsWith(after || before),
    ).length;
  };
  const next = async () => {
    const times = (await rows()).flatMap(({ state, plannedAt }) =>
      state === 'planned' && plannedAt ? plannedAt.getTime() : [],
    );
    return times.length === 0 ? null : new Date(Math.min(...times));
  };
  return {
    ...world,
    target,
    stranger,
    plan,
    rows,
    row: async (id: string) => (await rows()).find((one) => one.id === id),
    pacing,
    posts,
    next,
    pace: () => changePace(owner.ctx, { accountId: account.id, ...ALWAYS }),
    /** The worker comes when it was told to, or at another time. */
    sendDue: async (at?: Date) => {
      const now = at ?? (await next());
      if (now) await sendDueInvitation(target, world.ctx, now);
    },
    sendNow: async (id: string) => {
      await test.db
        .update(invitationPlans)
        .set({ plannedAt: sql`clock_timestamp()`, planReason: 'moved_by_hand' })
        .where(eq(invitationPlans.id, id));
      await sendDueInvitation(target, world.ctx);
    },
    read: () => readInvitations(target, world.ctx, { signal: new AbortController().signal }),
    fault: (status: number, type: string, extra: Record<string, unknown> = {}) =>
      world.fault({
        kind: 'status',
        status,
        type: type.includes('/') ? type : `errors/${type}`,
        match: { method: 'POST', path: world.routes.send[1] },
        ...extra,
      }),
  };
}
