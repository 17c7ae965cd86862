import { MINUTE_MS } from '@/lib/core/time';

/** Clocks of the provider and ours differ a little; a provider may also be slow to store. */
const ECHO_EARLIEST_MS = -2 * MINUTE_MS;
const ECHO_LATEST_MS = 30 * MINUTE_MS;

/**
 * Whether a message that the provider shows may be the copy of a send whose id we do not know:
 * same text, at about that time, and new to us since `postedAt`, when the send went off: a row that
 * stood here before cannot be its copy. `createdAt` is that of our row.
 */
export function isEchoOf(
  send: { text: string; postedAt: Date },
  message: { text: string | null; sentAt: Date; createdAt: Date },
): boolean {
  if (message.createdAt < send.postedAt) return false;
  if (!isSameText(message.text, send.text)) return false;
  const elapsedMs = message.sentAt.getTime() - send.postedAt.getTime();
  return elapsedMs >= ECHO_EARLIEST_MS && elapsedMs <= ECHO_LATEST_MS;
}

/** Earliest time at which the provider's copy of a send can stand. */
export function echoWindowStart(postedAt: Date): Date {
  return new Date(postedAt.getTime() + ECHO_EARLIEST_MS);
}

/** Whether a provider's text can be the one that was sent. */
export function isSameText(shown: string | null, sent: string): boolean {
  return shown !== null && comparable(shown) === comparable(sent);
}

// Providers normalise line ends, trailing blanks and the form of accents.
function comparable(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/g, '\n').trim();
}

/** Pauses before each look for an unconfirmed send; after the last one only a person asks. */
export const SETTLE_DELAYS_MS: readonly number[] = [
  MINUTE_MS / 2,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  60 * MINUTE_MS,
];

/** Refusals that prove that nothing was sent and that may pass by themselves. */
const REPEATABLE_REFUSALS: ReadonlySet<string> = new Set([
  'not_reached',
  'throttled',
  'provider_unavailable',
]);
const MAX_AUTOMATIC_TRIES = 4;
const FIRST_REPEAT_MS = 2_000;
const LONGEST_REPEAT_MS = 2 * MINUTE_MS;

/**
 * Milliseconds until a refused send may be tried again by itself, or null when a person has to
 * decide. `tries` counts the attempts made; `retryAfterMs` is the pause the API asked for.
 */
export function repeatDelayMs(
  errorCode: string,
  tries: number,
  retryAfterMs: number | null,
): number | null {
  if (!REPEATABLE_REFUSALS.has(errorCode) || tries >= MAX_AUTOMATIC_TRIES) return null;
  const first = errorCode === 'throttled' ? FIRST_REPEAT_MS * 10 : FIRST_REPEAT_MS;
  const delayMs = Math.max(first * 4 ** (tries - 1), retryAfterMs ?? 0);
  return delayMs <= LONGEST_REPEAT_MS ? delayMs : null;
}
