import { and, eq, inArray, sql } from 'drizzle-orm';
import { attendees, conversationAttendees, conversations, messages } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { holdErasures, isChatKeptOut, keepOutPeople } from '@/lib/erasure/keep-out-mutations';
import { ErasedError } from '@/lib/erasure/rules';
import type { GatewayAttendee, GatewayChat } from '@/lib/gateway/client';
import type { WebhookPerson } from '@/lib/gateway/webhook-payload';
import { carryOver } from './carry-over-mutations';

/** An account as the inbox needs it. */
export interface AccountRef {
  id: string;
  workspaceId: string;
}

/**
 * Writes what the API says of a chat, in the caller's transaction, and returns our conversation id.
 * Two workers that meet the same new chat end with one row. The order of the list is decided by
 * messages where we hold any (projection.ts); the API's own time counts only until then.
 * Throws `ErasedError` for a chat of somebody who was erased, also while it was being read.
 */
export async function storeChat(ctx: Ctx, account: AccountRef, chat: GatewayChat): Promise<string> {
  await holdErasures(ctx);
  if (await isChatKeptOut(ctx, account, chat)) throw new ErasedError();
  const fields = {
    providerChatId: chat.providerChatId,
    kind: chat.kind,
    title: chat.title,
    subject: chat.subject,
    attendeeProviderId: chat.attendeeProviderId,
    isArchived: chat.isArchived,
    isReadOnly: chat.isReadOnly,
    contentType: chat.contentType,
    disabledFeatures: [...chat.disabledFeatures],
  };
  const apiActivityAt = sql`${chat.lastActivityAt?.toISOString() ?? null}::timestamptz`;
  /** The column as it is once messages decide it; until then the API's time counts. */
  const orMessages = (
    column: typeof conversations.sortAt | typeof conversations.lastMessageAt,
  ) => sql`case
    when exists (select 1 from ${messages} where ${messages.conversationId} = ${conversations.id})
      then ${column}
    else greatest(${column}, ${apiActivityAt})
  end`;
  const [row] = await ctx.db
    .insert(conversations)
    .values({
      ...fields,
      workspaceId: account.workspaceId,
      accountId: account.id,
      gatewayChatId: chat.gatewayChatId,
      lastMessageAt: chat.lastActivityAt ?? sql`now()`,
      sortAt: chat.lastActivityAt ?? sql`now()`,
    })
    .onConflictDoUpdate({
      target: [conversations.accountId, conversations.gatewayChatId],
      set: {
        ...fields,
        lastMessageAt: orMessages(conversations.lastMessageAt),
        sortAt: orMessages(conversations.sortAt),
        updatedAt: sql`clock_timestamp()`,
      },
    })
    .returning({ id: conversations.id, isNew: sql<boolean>`xmax = 0` });
  if (!row) throw new Error('An upsert returned no row.');
  if (row.isNew) await carryOver(ctx, account.id, row.id);
  return row.id;
}

/** People of a chat as the API lists them; what it no longer knows of a person is kept. */
export async function storeAttendees(
  ctx: Ctx,
  account: AccountRef,
  conversationId: string,
  listed: readonly GatewayAttendee[],
): Promise<void> {
  const people = await keepOutPeople(ctx, account, conversationId, listed);
  const rows = distinct(people).map((person) => ({
    workspaceId: account.workspaceId,
    accountId: account.id,
    gatewayAttendeeId: person.gatewayAttendeeId,
    providerUserId: person.providerUserId,
    name: person.name,
    headline: person.headline,
    profileUrl: person.profileUrl,
    pictureUrl: person.pictureUrl,
    isSelf: person.isSelf,
  }));
  if (rows.length === 0) return;
  const newest = (column: string) => sql.raw(`coalesce(excluded.${column}, attendees.${column})`);
  await ctx.db
    .insert(attendees)
    .values(rows)
    .onConflictDoUpdate({
      target: [attendees.accountId, attendees.providerUserId],
      set: {
        gatewayAttendeeId: newest('gateway_attendee_id'),
        name: newest('name'),
        headline: newest('headline'),
        profileUrl: newest('profile_url'),
        pictureUrl: newest('picture_url'),
        isSelf: sql`excluded.is_self`,
        updatedAt: sql`clock_timestamp()`,
      },
    });
  await link(ctx, account, conversationId, rows);
}

/** People as a webhook names them: fills what we do not know, changes nothing that we do. */
export async function storePeople(
  ctx: Ctx,
  account: AccountRef,
  conversationId: string,
  named: readonly (WebhookPerson & { isSelf?: boolean })[],
): Promise<void> {
  const people = await keepOutPeople(ctx, account, conversationId, named);
  const rows = distinct(people).map((person) => ({
    workspaceId: account.workspaceId,
    accountId: account.id,
    providerUserId: person.providerUserId,
    name: person.name,
    profileUrl: person.profileUrl,
    isSelf: person.isSelf ?? false,
  }));
  if (rows.length === 0) return;
  await ctx.db
    .insert(attendees)
    .values(rows)
    .onConflictDoUpdate({
      target: [attendees.accountId, attendees.providerUserId],
      set: {
        name: sql`coalesce(attendees.name, excluded.name)`,
        profileUrl: sql`coalesce(attendees.profile_url, excluded.profile_url)`,
        isSelf: sql`attendees.is_self or excluded.is_self`,
      },
      setWhere: sql`(attendees.name is null and excluded.name is not null)
        or (excluded.is_self and not attendees.is_self)
        or (attendees.profile_url is null and excluded.profile_url is not null)`,
    });
  await link(ctx, account, conversationId, rows);
}

async function link(
  ctx: Ctx,
  account: AccountRef,
  conversationId: string,
  people: readonly { providerUserId: string }[],
): Promise<void> {
  const known = await ctx.db
    .select({ id: attendees.id })
    .from(attendees)
    .where(
      and(
        eq(attendees.accountId, account.id),
        inArray(
          attendees.providerUserId,
          people.map((person) => person.providerUserId),
        ),
      ),
    );
  await ctx.db
    .insert(conversationAttendees)
    .values(known.map(({ id }) => ({ conversationId, attendeeId: id })))
    .onConflictDoNothing();
}

/** One entry per person, in one order for every writer, so that two of them never deadlock. */
function distinct<T extends { providerUserId: string }>(people: readonly T[]): T[] {
  const byId = new Map(people.map((person) => [person.providerUserId, person]));
  return [...byId.values()].sort((a, b) => (a.providerUserId < b.providerUserId ? -1 : 1));
}
