import { SECOND_MS } from '@/lib/core/time';
import type { FilePart } from '@/lib/gateway/call-body';
import type { OutgoingFile } from '@/lib/gateway/client';

/** A send waits longer than a read: giving up early makes an unknown of what was about to succeed. */
const SEND_TIMEOUT_MS = 30 * SECOND_MS;
/** Fifteen megabytes at two megabits a second; still less than a post is waited for altogether. */
const FILES_TIMEOUT_MS = 90 * SECOND_MS;

/** Files as the message routes take them: one field, once for each. */
export function filePartsOf(files: readonly OutgoingFile[] = []): FilePart[] {
  return files.map((file) => ({
    field: 'attachments',
    name: file.name,
    mimeType: file.mimeType,
    sizeBytes: file.sizeBytes,
    read: () => file.read(),
  }));
}

export function sendTimeoutMs(files: readonly FilePart[]): number {
  return files.length > 0 ? FILES_TIMEOUT_MS : SEND_TIMEOUT_MS;
}
