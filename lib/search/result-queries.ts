import { and, eq, inArray } from 'drizzle-orm';
import { accounts, attendees, conversationAttendees, conversations, messages } from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { conversationName, personName } from '@/lib/inbox/rules';
import { markHits, snippetOf } from './highlight-rules';
import type { SearchQuery, SearchResult } from './types';

export interface FoundMessage {
  id: string;
  conversationId: string;
  sentAt: Date;
}

interface ResultsInput {
  /** Conversations in the order in which they are to be shown. */
  ids: readonly string[];
  hits: ReadonlyMap<string, FoundMessage>;
  query: SearchQuery;
}

/** What is shown of each found conversation. What the scope may not read by now is left out. */
export async function toResults(
  ctx: Ctx<MemberScope>,
  { ids, hits, query }: ResultsInput,
): Promise<SearchResult[]> {
  if (ids.length === 0) return [];
  const [rows, texts, names] = await Promise.all([
    listRows(ctx, ids),
    listTexts(
      ctx,
      [...hits.values()].map(({ id }) => id),
    ),
    listNames(ctx, ids),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const nameTerms = query.terms.map(({ text }) => ({ text, isPrefix: true }));
  return ids.flatMap((id): SearchResult[] => {
    const row = byId.get(id);
    if (!row) return [];
    const hit = hits.get(id);
    const message = hit && texts.get(hit.id);
    const name = conversationName({ ...row, otherNames: names.get(id) ?? [] });
    const text = message
      ? [message.subject, message.text].filter(Boolean).join(' · ')
      : (row.lastMessageText ?? '');
    return [
      {
        conversationId: id,
        accountId: row.accountId,
        accountName: row.accountName,
        provider: row.provider,
        place: row.place,
        name: markHits(name, nameTerms),
        headline: markHits(row.headline ?? '', nameTerms),
        hit: message
          ? {
              messageId: message.id,
              isOurs: message.isOurs,
              senderName:
                row.kind === 'direct' || message.isOurs
                  ? null
                  : personName(row.provider, message.senderName, message.senderProviderId),
            }
          : null,
        at: (hit?.sentAt ?? row.lastMessageAt).toISOString(),
        snippet: snippetOf(text, message ? query.terms : []),
        unreadCount: row.unreadCount,
      },
    ];
  });
}

function listRows(ctx: Ctx<MemberScope>, ids: readonly string[]) {
  return ctx.db
    .select({
      id: conversations.id,
      accountId: conversations.accountId,
      accountName: accounts.name,
      provider: accounts.provider,
      kind: conversations.kind,
      place: conversations.place,
      title: conversations.title,
      attendeeProviderId: conversations.attendeeProviderId,
      attendeeName: attendees.name,
      headline: attendees.headline,
      lastMessageAt: conversations.lastMessageAt,
      lastMessageText: conversations.lastMessageText,
      unreadCount: conversations.unreadCount,
    })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .leftJoin(
      attendees,
      and(
        eq(attendees.accountId, conversations.accountId),
        eq(attendees.providerUserId, conversations.attendeeProviderId),
      ),
    )
    .where(and(readsMessagesOf(ctx.scope), inArray(conversations.id, [...ids])));
}

async function listTexts(ctx: Ctx, ids: string[]) {
  if (ids.length === 0) return new Map<string, never>();
  const rows = await ctx.db
    .select({
      id: messages.id,
      text: messages.text,
      subject: messages.subject,
      isOurs: messages.isOurs,
      senderProviderId: messages.senderProviderId,
      senderName: attendees.name,
    })
    .from(messages)
    .leftJoin(
      attendees,
      and(
        eq(attendees.accountId, messages.accountId),
        eq(attendees.providerUserId, messages.senderProviderId),
      ),
    )
    .where(inArray(messages.id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Names of the people in groups without a title. */
async function listNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await ctx.db
    .select({
      conversationId: conversations.id,
      provider: accounts.provider,
      name: attendees.name,
      providerUserId: attendees.providerUserId,
    })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .innerJoin(conversationAttendees, eq(conversationAttendees.conversationId, conversations.id))
    .innerJoin(attendees, eq(attendees.id, conversationAttendees.attendeeId))
    .where(
      and(
        inArray(conversations.id, [...ids]),
        eq(conversations.kind, 'group'),
        eq(attendees.isSelf, false),
      ),
    )
    .orderBy(attendees.id);
  const names = new Map<string, string[]>();
  for (const { conversationId, provider, name, providerUserId } of rows) {
    const own = names.get(conversationId) ?? [];
    own.push(personName(provider, name, providerUserId));
    names.set(conversationId, own);
  }
  return names;
}
