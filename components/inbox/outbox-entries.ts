import { SECOND_MS } from '@/lib/core/time';
import type { EmailRouting } from '@/lib/inbox/outgoing-email-rules';
import type { SendFile } from '@/lib/inbox/types';

/**
 * A message that left the composer and that our server has not confirmed to hold. It lies on the
 * device until then, so that neither a lost network nor a reload loses a word.
 */
export type OutboxEntry = {
  /** Made once; sending it again with the same id stores it once. */
  clientId: string;
  text: string;
  /** Of the draft; they lie on our server. */
  files?: SendFile[];
  /** The unconfirmed message that this one repeats; its files go once more. */
  filesOfSendId?: string;
  /** Our message that it answers. */
  quotedMessageId?: string;
  /** To whom an e-mail goes. */
  email?: EmailRouting;
  /** The latest answer of somebody else that its author had seen; not asked about where it is left out. */
  seenAnswerAt?: string | null;
  /** When it is to leave; at once where it is left out. */
  sendAt?: string;
  createdAt: string;
  state: 'sending' | 'saved' | 'failed';
  /** What the person is told of a failure. */
  problem: string | null;
  reference: string | null;
};

/** After this nobody can still be waiting for the answer of our own server. */
const ANSWER_LIMIT_MS = 30 * SECOND_MS;
const INTERRUPTED = 'This page was closed before we could save the message.';

/** Entries of the stored text; whatever is not one is dropped. */
export function parseOutbox(stored: string | null): OutboxEntry[] {
  if (!stored) return [];
  try {
    const list: unknown = JSON.parse(stored);
    return Array.isArray(list) ? list.filter(isEntry) : [];
  } catch {
    return [];
  }
}

/** An entry as it stands at `nowMs`: one that waits too long was interrupted by a reload. */
export function shownEntry(entry: OutboxEntry, nowMs: number): OutboxEntry {
  const isLate = nowMs - Date.parse(entry.createdAt) > ANSWER_LIMIT_MS;
  if (entry.state !== 'sending' || !isLate) return entry;
  return { ...entry, state: 'failed', problem: INTERRUPTED };
}

/** Replaces the entry with the same id, or adds it at the end. */
export function putEntry(entries: readonly OutboxEntry[], entry: OutboxEntry): OutboxEntry[] {
  const isKnown = entries.some(({ clientId }) => clientId === entry.clientId);
  if (!isKnown) return [...entries, entry];
  return entries.map((other) => (other.clientId === entry.clientId ? entry : other));
}

function isEntry(value: unknown): value is OutboxEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Partial<Record<keyof OutboxEntry, unknown>>;
  return (
    typeof entry.clientId === 'string' &&
    typeof entry.text === 'string' &&
    typeof entry.createdAt === 'string' &&
    (entry.files === undefined || (Array.isArray(entry.files) && entry.files.every(isFile))) &&
    ['sending', 'saved', 'failed'].includes(String(entry.state))
  );
}

function isFile(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, mimeType, sizeBytes } = value as Partial<SendFile>;
  const isText = [id, name, mimeType].every((one) => typeof one === 'string');
  return isText && typeof sizeBytes === 'number';
}
