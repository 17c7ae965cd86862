import { and, eq, inArray, sql } from 'drizzle-orm';
import {
  emails,
  emailTrackingEvents,
  messages,
  type StoredOutgoingEmail,
  sends,
  trustedImageSenders,
} from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { addressKey } from '@/lib/core/email';
import { isCopyOfSend } from './queries';
import type { EmailFacts, ForwardedTo } from './types';

/** What a thread shows of these messages beyond what every message has; without those that are no e-mails. */
export async function listEmailFacts(
  ctx: Ctx<MemberScope>,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, EmailFacts>> {
  if (messageIds.length === 0) return new Map();
  const countOf = (kind: 'opened' | 'clicked') =>
    sql<number>`(count(*) filter (where ${emailTrackingEvents.kind} = ${kind}))::int`;
  const rows = await ctx.db
    .select({
      messageId: emails.messageId,
      people: emails.people,
      role: emails.role,
      isComplete: emails.isComplete,
      openCount: countOf('opened'),
      clickCount: countOf('clicked'),
      lastHeardAt: sql<Date | null>`max(${emailTrackingEvents.at})`.mapWith(emailTrackingEvents.at),
      isAsked: sql<boolean>`coalesce(bool_or(${sends.email} ->> 'isTracked' = 'true'), false)`,
    })
    .from(emails)
    .innerJoin(messages, eq(messages.id, emails.messageId))
    .leftJoin(sends, isCopyOfSend())
    .leftJoin(
      emailTrackingEvents,
      and(
        eq(emailTrackingEvents.accountId, emails.accountId),
        eq(emailTrackingEvents.trackingId, emails.trackingId),
        // Whoever tracks an e-mail is its sender.
        eq(messages.isOurs, true),
      ),
    )
    .where(
      and(
        eq(emails.workspaceId, ctx.scope.workspaceId),
        inArray(emails.messageId, [...messageIds]),
      ),
    )
    .groupBy(emails.messageId);
  const trusted = await ctx.db
    .select({ address: trustedImageSenders.address })
    .from(trustedImageSenders)
    .where(eq(trustedImageSenders.memberId, ctx.scope.memberId));
  const forwards = await listForwards(ctx, messageIds);
  const trustedSet = new Set(trusted.map(({ address }) => address));
  return new Map(
    rows.map(({ messageId, openCount, clickCount, lastHeardAt, isAsked, ...facts }) => [
      messageId,
      {
        ...facts,
        areImagesTrusted: trustedSet.has(addressKey(facts.people.from?.address ?? '')),
        tracking:
          lastHeardAt || isAsked
            ? { openCount, clickCount, lastHeardAt: lastHeardAt?.toISOString() ?? null }
            : null,
        forwards: forwards.filter((one) => one.messageId === messageId).map(toForwardedTo),
      },
    ]),
  );
}

async function listForwards(ctx: Ctx<MemberScope>, messageIds: readonly string[]) {
  return ctx.db
    .select({
      messageId: sends.quotedMessageId,
      sendId: sends.id,
      email: sql<Pick<StoredOutgoingEmail, 'to' | 'cc' | 'bcc'>>`${sends.email} - 'html'`,
      at: sends.postedAt,
      conversationId: sends.conversationId,
    })
    .from(sends)
    .where(
      and(
        eq(sends.workspaceId, ctx.scope.workspaceId),
        inArray(sends.quotedMessageId, [...messageIds]),
        eq(sends.state, 'sent'),
        sql`${sends.email} ? 'forward'`,
      ),
    )
    .orderBy(sends.postedAt);
}

function toForwardedTo({
  sendId,
  email,
  at,
  conversationId,
}: Awaited<ReturnType<typeof listForwards>>[number]): ForwardedTo {
  const people = [...email.to, ...email.cc, ...email.bcc];
  const names = people.map(({ name, address }) => name ?? address);
  return { sendId, names, at: at?.toISOString() ?? '', conversationId };
}
