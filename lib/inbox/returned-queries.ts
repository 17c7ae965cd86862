import { sends } from '@/db/schema';
import { type EmailRouting, routingOf } from './outgoing-email-rules';

/** What comes back into the composer. */
export interface ReturnedMessage {
  text: string;
  quotedMessageId: string | null;
  /** To whom the e-mail was to go. */
  email: EmailRouting | null;
}
/** Its columns. */
export const RETURNED = {
  text: sends.text,
  quotedMessageId: sends.quotedMessageId,
  email: sends.email,
};

export function returned({
  email,
  ...rest
}: Pick<typeof sends.$inferSelect, keyof typeof RETURNED>) {
  return { ...rest, email: email && routingOf(email) };
}
