import { and, desc, eq, gt, inArray, isNull, ne, not, sql } from 'drizzle-orm';
import { prepared } from '@/db/prepared';
import { accounts, members, messages, sends, users } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { DAY_MS, MINUTE_MS } from '@/lib/core/time';
import { isCopyOfSend, isScheduled, sendTime } from './queries';
import type { OthersAnswer } from './types';

/** Older ones are no race any more. */
const LOOK_BACK_MS = 7 * DAY_MS;
/** What was written longer before it came here is history that was imported. */
const LIVE_MS = 5 * MINUTE_MS;

type Place = { conversationId: string; accountId: string };

/**
 * The latest answer in a conversation that somebody else gave: a colleague from here, or the account's
 * owner from a telephone. Told by the time at which it came to us, so that one clock orders them all.
 */
export async function findOthersAnswer(
  ctx: Ctx<MemberScope>,
  place: Place,
): Promise<OthersAnswer | null> {
  const answers = await Promise.all([findSend(ctx, place), findOutside(ctx, place)]);
  const [latest] = answers
    .filter((answer) => answer !== null)
    .sort((one, two) => (one.at < two.at ? 1 : -1));
  return latest ?? null;
}

const othersSend = prepared('others_send', (db) =>
  db
    .select({ at: sendTime(), name: users.name })
    .from(sends)
    .innerJoin(members, eq(members.id, sends.authorMemberId))
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(sends.conversationId, sql.placeholder('conversationId')),
        ne(sends.authorMemberId, sql.placeholder('memberId')),
        // A held one is about to leave; a refused or cancelled one never answered, a scheduled one not yet.
        inArray(sends.state, ['held', 'sending', 'sent', 'unknown']),
        not(isScheduled()),
        gt(sendTime(), since()),
      ),
    )
    .orderBy(desc(sendTime()))
    .limit(1),
);

async function findSend(
  ctx: Ctx<MemberScope>,
  { conversationId }: Place,
): Promise<OthersAnswer | null> {
  const { memberId } = ctx.scope;
  const [row] = await othersSend(ctx.db).execute({ conversationId, memberId });
  return row ? { at: row.at.toISOString(), name: row.name } : null;
}

const outsideAnswer = prepared('others_outside', (db) =>
  db
    .select({ at: messages.createdAt, name: users.name })
    .from(messages)
    .innerJoin(accounts, eq(accounts.id, messages.accountId))
    .innerJoin(members, eq(members.id, accounts.ownerMemberId))
    .innerJoin(users, eq(users.id, members.userId))
    .leftJoin(sends, isCopyOfSend())
    .where(
      and(
        eq(accounts.id, sql.placeholder('accountId')),
        ne(accounts.ownerMemberId, sql.placeholder('memberId')),
        eq(messages.conversationId, sql.placeholder('conversationId')),
        eq(messages.isOurs, true),
        eq(messages.isHidden, false),
        isNull(messages.eventType),
        isNull(sends.id),
        gt(messages.sentAt, since()),
        sql`${messages.createdAt} < ${messages.sentAt} + make_interval(secs => ${LIVE_MS / 1000})`,
      ),
    )
    .orderBy(desc(messages.sentAt))
    .limit(1),
);

/** Written in the account, but not from here: by its owner, who needs no warning of it. */
async function findOutside(
  ctx: Ctx<MemberScope>,
  { conversationId, accountId }: Place,
): Promise<OthersAnswer | null> {
  const { memberId } = ctx.scope;
  const [row] = await outsideAnswer(ctx.db).execute({ conversationId, accountId, memberId });
  return row ? { at: row.at.toISOString(), name: row.name } : null;
}

function since() {
  return sql`now() - make_interval(secs => ${LOOK_BACK_MS / 1000})`;
}
