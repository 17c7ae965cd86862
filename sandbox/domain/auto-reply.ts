import { numberOf, Random } from '../ids';
import { repliesIn } from '../seed/replies';
import type { Account, Chat, Message } from '../state';
import { statusOf, type World } from '../world';
import { markDelivered, markSeenBy, receiveMessage } from './messaging';
import { contactOf } from './people';

/**
 * What happens after the owner wrote: delivered, read, and an answer of one contact, each after a
 * human while. Does nothing when contacts are told not to answer.
 */
export function scheduleAnswer(world: World, account: Account, chat: Chat, message: Message): void {
  if (!world.behaviour.isAutoReply) return;
  const random = new Random(numberOf('answer', message.id));
  const attendees = chat.attendeeIds.flatMap((id) => world.state.attendees.get(id) ?? []);
  if (attendees.length === 0) return;
  const sender = random.pick(attendees);
  const isCurrent = () =>
    world.state.accounts.get(account.id) === account && statusOf(account) === 'OK';
  if (!message.isDelivered) {
    world.clock.later(600, () => {
      if (isCurrent()) markDelivered(world, message);
    });
  }
  const { autoReplyDelayMs } = world.behaviour;
  world.clock.later(autoReplyDelayMs * 0.4, () => {
    if (isCurrent()) markSeenBy(world, message, sender);
  });
  world.clock.later(autoReplyDelayMs * (0.8 + random.next() * 0.4), () => {
    if (world.state.accounts.get(account.id) !== account) return;
    const language = contactOf(world, account, sender)?.language ?? 'en';
    // The person answers whether or not the account is connected: then the answer waits.
    receiveMessage(world, account, chat, sender, { text: random.pick(repliesIn(language)) });
  });
}
