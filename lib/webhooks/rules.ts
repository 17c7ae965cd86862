import { ERASED_REASON } from '@/lib/erasure/rules';
import type { EventReason, Verdict } from './types';

/**
 * Words of the protocol: they say what an event is and nothing of what people wrote. Ids of the
 * provider are not among them: on WhatsApp they hold a phone number.
 */
const PLAIN_KEYS: ReadonlySet<string> = new Set([
  'event',
  'webhook_name',
  'account_type',
  'account_id',
  'chat_id',
  'message_id',
  'timestamp',
  'date',
  'message_type',
  'chat_content_type',
  'is_event',
  'event_type',
  'is_group',
  'is_sender',
  'folder',
  'type',
  'feature',
  'status',
  'attachment_type',
]);
const MAX_DEPTH = 64;

/**
 * A body with its structure and without its words: text of people, names and addresses are replaced
 * by their length, so that a delivery can be understood without being read.
 */
export function maskBody(value: unknown): unknown {
  return mask(value, null, 0);
}

function mask(value: unknown, key: string | null, depth: number): unknown {
  if (depth > MAX_DEPTH) return '(deeper)';
  if (Array.isArray(value)) return value.map((item) => mask(item, key, depth + 1));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, inner]) => [
      /^[\w.:-]{1,40}$/.test(name) ? name : `(name of ${name.length} characters)`,
      // The account's status word stands in `message`, which elsewhere is what somebody wrote.
      key === 'AccountStatus' && name === 'message' ? inner : mask(inner, name, depth + 1),
    ]);
    return Object.fromEntries(entries);
  }
  if (typeof value !== 'string') return value;
  if (key !== null && PLAIN_KEYS.has(key)) return value;
  return `(${value.length} ${value.length === 1 ? 'character' : 'characters'})`;
}

/** Why an event was put aside, in a sentence. */
export function reasonText(reason: string): string {
  const texts: Record<EventReason, string> = {
    empty: 'The body was empty.',
    too_deep: 'The body is nested too deeply to be read.',
    not_readable: 'The body is neither JSON nor a form.',
    unknown_shape: 'This kind of event is not known to us.',
    unknown_event: 'This kind of event is not known to us.',
    missing_field: 'A field that every such event has is missing.',
    wrong_door: 'This belongs to another address of ours.',
    unknown_account: 'The account is not one of this workspace.',
    unclaimed_account: 'Nobody in this workspace has claimed the account yet.',
    removed_account: 'The account was removed.',
    wrong_account: 'Somebody else was signed in at the provider. Replay it if it belongs here.',
    message_gone: 'The API no longer has this message.',
    chat_gone: 'The API no longer has this conversation.',
    erased: 'What it carried was erased with the person whom it named.',
    account_refused: 'The account is signed out. What it missed is fetched after a reconnect.',
    gateway_failed: 'The API did not answer, in any of the tries.',
    gave_up: 'It could not be processed, in any of the tries.',
    crashed: 'Our process died of it three times, so it was put aside.',
  };
  return Object.hasOwn(texts, reason) ? texts[reason as EventReason] : reason;
}

/** What an event did that told of a message. What is of somebody who was erased is not kept either as it came. */
export function verdictOf(stored: {
  insertedCount: number;
  updatedCount: number;
  keptOutCount: number;
}): Pick<Verdict, 'state' | 'effect' | 'reason'> {
  if (stored.keptOutCount > 0) return { state: 'ignored', effect: 'none', reason: ERASED_REASON };
  const isNews = stored.insertedCount > 0;
  const isOld = stored.updatedCount === 0;
  const effect = isNews ? 'message_stored' : isOld ? 'already_known' : 'message_updated';
  return { state: 'processed', effect };
}
