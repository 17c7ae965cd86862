import { MINUTE_MS } from '@/lib/core/time';

/** Clocks of the provider and ours differ a little; a provider may also be slow to store. */
const ECHO_EARLIEST_MS = -2 * MINUTE_MS;
const ECHO_LATEST_MS = 30 * MINUTE_MS;

/** What was sent: its text may be empty where files go along. */
interface SentContent {
  text: string;
  files?: readonly { name: string; sizeBytes: number }[];
}

/** What the provider shows. */
interface ShownContent {
  text: string | null;
  attachments?: readonly { kind: string; fileName: string | null; sizeBytes: number | null }[];
}

/**
 * Whether a message that the provider shows may be the copy of a send whose id we do not know:
 * same content, at about that time, and new to us since `postedAt`, when the send went off: a row that
 * stood here before cannot be its copy. `createdAt` is that of our row.
 */
export function isEchoOf(
  send: SentContent & { postedAt: Date },
  message: ShownContent & { sentAt: Date; createdAt: Date },
): boolean {
  return isAtTimeOfCopy(send, message) && isSameContent(message, send);
}

/** Whether a message that the provider shows came when the copy of a send can come. */
export function isAtTimeOfCopy(
  send: { postedAt: Date },
  message: { sentAt: Date; createdAt: Date },
): boolean {
  if (message.createdAt < send.postedAt) return false;
  const elapsedMs = message.sentAt.getTime() - send.postedAt.getTime();
  return elapsedMs >= ECHO_EARLIEST_MS && elapsedMs <= ECHO_LATEST_MS;
}

/** Earliest time at which the provider's copy of a send can stand. */
export function echoWindowStart(postedAt: Date): Date {
  return new Date(postedAt.getTime() + ECHO_EARLIEST_MS);
}

/**
 * Whether what a provider shows can be what was sent. The same words decide where there are any: a
 * channel may give a file a message of its own, or add a preview. Files alone must be all there.
 */
export function isSameContent(shown: ShownContent, sent: SentContent): boolean {
  if (comparable(shown.text ?? '') !== comparable(sent.text)) return false;
  const files = sent.files ?? [];
  if (files.length === 0) return shown.text !== null;
  if (hasSameFiles(shown, sent)) return true;
  return sent.text.trim() !== '' && (shown.attachments ?? []).length === 0;
}

/**
 * Whether a message shows as many files as were sent, each of them fitting. Pictures, sound and film
 * are made anew by providers, so only a plain file is told by its size or its name.
 */
export function hasSameFiles(shown: ShownContent, sent: SentContent): boolean {
  const left = [...(shown.attachments ?? [])];
  const files = sent.files ?? [];
  if (left.length !== files.length) return false;
  const isFitting = (one: (typeof left)[number], file: (typeof files)[number]) =>
    one.kind !== 'file' ||
    one.sizeBytes === null ||
    one.sizeBytes === file.sizeBytes ||
    one.fileName === file.name;
  return files.every((file) => {
    const exact = left.findIndex((one) => one.kind === 'file' && one.sizeBytes === file.sizeBytes);
    const at = exact >= 0 ? exact : left.findIndex((one) => isFitting(one, file));
    return at >= 0 && left.splice(at, 1).length === 1;
  });
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
