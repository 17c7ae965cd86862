import { getThread } from '@/lib/inbox/thread-queries';
import { measure, splitOf } from '../measure';
import type { Line, Row, World } from '../row';

/** A connection plans each of its first five calls of a statement anew; the rounds are past that. */
const ROUNDS = 500;

/** The rows of a page by hand: whose conversation it is and who is in it, then what was written. */
const BARE_HEAD = `select c.*, a.*, p.provider_user_id, p.name, p.is_self from conversations c
  join accounts a on a.id = c.account_id
  join conversation_attendees ca on ca.conversation_id = c.id join attendees p on p.id = ca.attendee_id
  where c.id = $1 and a.workspace_id = $2 and (a.owner_member_id = $3 or a.visibility <> 'private')`;
const BARE_MESSAGES = `select m.id, m.provider_message_id, m.sender_provider_id, m.is_ours, m.text, m.subject,
  m.sent_at, m.is_seen, m.seen_by, m.is_delivered, m.is_deleted, m.is_edited, m.event_type, m.message_type,
  m.reactions, m.quoted, m.attachments, m.is_unread, s.client_id, s.author_member_id, u.name
  from messages m left join sends s
    on s.account_id = m.account_id and s.gateway_message_id = m.gateway_message_id
  left join members o on o.id = s.author_member_id left join users u on u.id = o.user_id
  where m.conversation_id = $1 and not m.is_hidden order by m.sent_at desc, m.id desc limit 51`;

/** The first page of an own conversation, short ones and the longest in turn. */
export const threadRow: Row = {
  title: 'Thread page',
  async run(worlds) {
    const tasks: Record<string, (round: number) => Promise<unknown>> = {};
    const idsOf = new Map<World, string[]>();
    for (const world of worlds) {
      const ids = await ownConversations(world);
      idsOf.set(world, ids);
      const idAt = (round: number) => ids[round % ids.length] ?? '';
      tasks[world.name] = (round) => getThread(world.all, { conversationId: idAt(round) });
      tasks[`${world.name} bare`] = async (round) => {
        const { workspaceId, memberId } = world.all.scope;
        await world.pool.query(BARE_HEAD, [idAt(round), workspaceId, memberId]);
        await world.pool.query(BARE_MESSAGES, [idAt(round)]);
      };
    }
    const timings = await measure(tasks, ROUNDS);
    const smallest = timings[worlds[0]?.name ?? '']?.p95 ?? Number.NaN;
    const lines: Line[] = [];
    for (const world of worlds) {
      const own = timings[world.name];
      const bare = timings[`${world.name} bare`];
      if (!own || !bare) continue;
      const ratios = `${(own.p95 / smallest).toFixed(2)} × smallest (≤ 1.5), ${(own.p95 / bare.p95).toFixed(2)} × bare (≤ 3)`;
      const isKept = own.p95 <= 1.5 * smallest && own.p95 <= 3 * bare.p95;
      lines.push({
        what: world.name,
        ...own,
        bound: world === worlds.at(-1) ? { text: ratios, isKept } : undefined,
        split: await splitOf(world.pool, () =>
          getThread(world.all, { conversationId: idsOf.get(world)?.[0] ?? '' }),
        ),
      });
    }
    return lines;
  },
};

async function ownConversations({ pool, all }: World): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select c.id from conversations c join accounts a on a.id = c.account_id
     where a.owner_member_id = $1 order by c.gateway_chat_id <> 'chat-1', md5(c.id::text) limit 40`,
    [all.scope.memberId],
  );
  return rows.map(({ id }) => id);
}
