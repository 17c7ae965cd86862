import { getThread } from '@/lib/inbox/thread-queries';
import { measure, splitOf } from '../measure';
import type { Line, Row, World } from '../row';

const ROUNDS = 200;

const BARE = `select m.* from messages m where m.conversation_id = $1 and not m.is_hidden
  order by m.sent_at desc, m.id desc limit 51`;

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
      tasks[`${world.name} bare`] = (round) => world.pool.query(BARE, [idAt(round)]);
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
