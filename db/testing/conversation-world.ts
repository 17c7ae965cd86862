import { eq } from 'drizzle-orm';
import type pg from 'pg';
import type { Db } from '@/db/client';
import { conversations, sends } from '@/db/schema';
import { messageEvent, startInboxWorld } from '@/db/testing/inbox-world';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { newId } from '@/lib/core/ids';
import type { GatewayDialect } from '@/lib/gateway/create-client';
import { openGateway } from '@/lib/gateways/mutations';
import { claimSend, findSend, isPlaced } from '@/lib/inbox/outcome-mutations';
import { listConversations } from '@/lib/inbox/queries';
import { sweepSends } from '@/lib/inbox/send-handlers';
import { sendReply } from '@/lib/inbox/send-mutations';
import { getThread } from '@/lib/inbox/thread-queries';

/** A world with one imported conversation, and what a test says and sees in it. */
export async function startConversation(
  db: Db,
  pool: pg.Pool,
  options: { type?: string; dialect?: GatewayDialect } = {},
) {
  const world = await startInboxWorld(db, pool, options);
  const { chatId, messageIds } = await world.write({ newChat: true, text: 'Hello' });
  await world.deliver(
    messageEvent(world, { chatId, messageId: messageIds[0] ?? '', text: 'Hello' }),
  );
  await world.runJobs();
  const [conversation] = await db
    .select()
    .from(conversations)
    .where(eq(conversations.accountId, world.account.id));
  if (!conversation) throw new Error('no conversation');

  const reply = (text: string, clientId = newId(), ctx: Ctx<MemberScope> = world.owner.ctx) =>
    sendReply(ctx, { conversationId: conversation.id, clientId, text });
  const thread = () => getThread(world.owner.ctx, { conversationId: conversation.id });
  const stateOf = async (sendId: string) => {
    const [row] = await db.select().from(sends).where(eq(sends.id, sendId));
    if (!row) throw new Error('no send');
    return row;
  };
  /** Bubbles of ours with this text, in whatever form the thread shows them. */
  const bubbles = async (text: string) => {
    const { messages, sends: open } = await thread();
    return [...messages.filter((message) => message.isOurs), ...open].filter(
      (bubble) => bubble.text === text,
    );
  };
  const row = async () =>
    (await listConversations(world.owner.ctx, { view: 'all', limit: 10 })).items[0];
  const atProvider = async (text: string) =>
    (await world.truth()).messages.filter((message) => message.text === text);
  /** Delivers the echo of what the provider holds of ours under this text. */
  const echo = async (text: string) => {
    for (const copy of await atProvider(text)) {
      await world.deliver(
        messageEvent(world, {
          chatId: copy.chatId,
          messageId: copy.id,
          text,
          at: copy.at,
          isSender: true,
        }),
      );
    }
  };
  /** Posts by hand, up to the point where the answer is there and nobody has written it down. */
  const postUnheard = async (text: string) => {
    const { sendId } = await reply(text);
    await pool.query('delete from graphile_worker._private_jobs');
    const send = await findSend(world.ctx, sendId);
    const postedAt = await claimSend(world.ctx, sendId);
    if (!send || !isPlaced(send) || !postedAt) throw new Error('not claimed');
    const client = await openGateway(world.ctx, world.gateway.id);
    const outcome = await client.sendMessage({
      gatewayChatId: send.gatewayChatId,
      providerAccountId: send.account.providerAccountId,
      text,
    });
    if (outcome.state !== 'sent') throw new Error('not sent');
    return { send, postedAt, gatewayMessageId: outcome.gatewayMessageId };
  };
  return {
    world,
    conversation,
    reply,
    thread,
    stateOf,
    bubbles,
    row,
    atProvider,
    echo,
    postUnheard,
    /** Every job is lost, and the hold of this message over long enough for the clock to look for it. */
    async loseJobs(sendId: string) {
      await pool.query('delete from graphile_worker._private_jobs');
      await pool.query(`update sends set held_until = now() - interval '3 minutes' where id = $1`, [
        sendId,
      ]);
      await sweepSends({}, db);
      await world.runJobs();
    },
    /** The next post goes wrong in this way. */
    failPost: (rule: Record<string, unknown>) =>
      world.fault({ ...rule, match: { method: 'POST', path: world.routes.message[1] } }),
  };
}
