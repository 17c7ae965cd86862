import { and, count, desc, eq, lt, or, type SQL, sql } from 'drizzle-orm';
import { accounts, webhookEvents } from '@/db/schema';
import { readsMessagesOf, requirePermission } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { fromCursor, toCursor } from '@/lib/core/cursor';
import { notFound } from '@/lib/core/errors';
import { maskBody } from './rules';
import type { EventState, WebhookEventDetail, WebhookEventPage, WebhookEventRow } from './types';

const PAGE_SIZE = 50;

/** The flight recorder of the workspace, newest delivery first. Throws `forbidden` without the right. */
export async function listWebhookEvents(
  ctx: Ctx<MemberScope>,
  input: { state?: EventState; cursor?: string },
): Promise<WebhookEventPage> {
  requirePermission(ctx.scope, 'webhook:read');
  const [rows, quarantined] = await Promise.all([
    selectEvents(ctx)
      .where(
        and(
          eq(webhookEvents.workspaceId, ctx.scope.workspaceId),
          input.state ? eq(webhookEvents.state, input.state) : undefined,
          input.cursor ? isBefore(input.cursor) : undefined,
        ),
      )
      .orderBy(desc(webhookEvents.receivedAt), desc(webhookEvents.id))
      .limit(PAGE_SIZE + 1),
    ctx.db
      .select({ total: count() })
      .from(webhookEvents)
      .where(
        and(
          eq(webhookEvents.workspaceId, ctx.scope.workspaceId),
          eq(webhookEvents.state, 'quarantined'),
        ),
      ),
  ]);
  const page = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? page.at(-1) : undefined;
  return {
    items: page.map(toRow),
    cursor: last ? toCursor(last.receivedAt, last.id) : null,
    quarantinedCount: quarantined[0]?.total ?? 0,
  };
}

/**
 * One delivery with its body. People's words are masked unless the member may read the messages of
 * its account: the recorder is no way around the sharing of accounts. Throws `not_found`.
 */
export async function getWebhookEvent(
  ctx: Ctx<MemberScope>,
  input: { eventId: string },
): Promise<WebhookEventDetail> {
  requirePermission(ctx.scope, 'webhook:read');
  const [row] = await selectEvents(ctx).where(isEventOf(ctx, input.eventId));
  if (!row) throw notFound('Event');
  const [stored] = await ctx.db
    .select({ body: webhookEvents.body })
    .from(webhookEvents)
    .where(isEventOf(ctx, input.eventId));
  const shown = stored ? showBody(stored.body, row.isReadable) : null;
  return {
    ...toRow(row),
    contentType: row.contentType,
    body: shown,
    isMasked: !row.isReadable,
  };
}

/** Text of a stored body for a reader; null when it cannot be shown without showing its words. */
function showBody(body: Buffer, isReadable: boolean): string | null {
  const text = new TextDecoder().decode(body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return isReadable ? text : null;
  }
  return JSON.stringify(isReadable ? value : maskBody(value), null, 2);
}

function isEventOf(ctx: Ctx, eventId: string): SQL | undefined {
  return and(eq(webhookEvents.workspaceId, ctx.scope.workspaceId), eq(webhookEvents.id, eventId));
}

function selectEvents(ctx: Ctx<MemberScope>) {
  return ctx.db
    .select({
      id: webhookEvents.id,
      origin: webhookEvents.origin,
      receivedAt: webhookEvents.receivedAt,
      processedAt: webhookEvents.processedAt,
      kind: webhookEvents.kind,
      accountId: webhookEvents.accountId,
      accountName: accounts.name,
      provider: accounts.provider,
      state: webhookEvents.state,
      effect: webhookEvents.effect,
      reason: webhookEvents.reason,
      contentType: webhookEvents.contentType,
      duplicateCount: webhookEvents.duplicateCount,
      attempts: webhookEvents.attempts,
      sizeBytes: sql<number>`octet_length(${webhookEvents.body})`,
      isReadable: sql<boolean>`coalesce(${readsMessagesOf(ctx.scope) ?? sql`false`}, false)`,
    })
    .from(webhookEvents)
    .leftJoin(
      accounts,
      and(
        eq(accounts.id, webhookEvents.accountId),
        eq(accounts.workspaceId, webhookEvents.workspaceId),
      ),
    )
    .$dynamic();
}

type SelectedEvent = Awaited<ReturnType<typeof selectEvents>>[number];

function toRow(row: SelectedEvent): WebhookEventRow {
  const { contentType, isReadable, ...fields } = row;
  return {
    ...fields,
    receivedAt: row.receivedAt.toISOString(),
    processedAt: row.processedAt?.toISOString() ?? null,
    lagMs: row.processedAt ? row.processedAt.getTime() - row.receivedAt.getTime() : null,
    canReplay: row.origin === 'webhook' && row.state !== 'received',
  };
}

function isBefore(cursor: string): SQL | undefined {
  const { at, id } = fromCursor(cursor);
  return or(
    lt(webhookEvents.receivedAt, at),
    and(eq(webhookEvents.receivedAt, at), lt(webhookEvents.id, id)),
  );
}
