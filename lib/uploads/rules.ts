import { MAX_ATTACHMENT_BYTES } from '@/lib/inbox/capability-rules';

export const MAX_FILES = 10;
/** Of all files of one message together. */
export const MAX_MESSAGE_BYTES = MAX_ATTACHMENT_BYTES;
/** What one member may have lying in drafts. */
export const MAX_WAITING_BYTES = 10 * MAX_MESSAGE_BYTES;
/** Sent along with an upload, because an address would be written into every log on the way. */
export const FILE_NAME_HEADER = 'x-file-name';

export interface NamedSize {
  name: string;
  sizeBytes: number;
}

/**
 * Why this file cannot go with the others of its message, in one sentence, or null. Asked by the
 * browser before a byte leaves, and by the server.
 */
export function fileRefusal(
  file: NamedSize,
  others: readonly NamedSize[],
  channel: string,
): string | null {
  if (file.sizeBytes > MAX_ATTACHMENT_BYTES) return tooLargeText(file, channel);
  if (file.sizeBytes === 0) return `${file.name} is empty, and ${channel} takes no empty files.`;
  return togetherRefusal([...others, file], channel);
}

/** Why these files cannot go as one message, or null. */
export function togetherRefusal(files: readonly NamedSize[], channel: string): string | null {
  if (files.length > MAX_FILES) return `A message takes up to ${MAX_FILES} files.`;
  const sizeBytes = files.reduce((sum, one) => sum + one.sizeBytes, 0);
  if (sizeBytes <= MAX_MESSAGE_BYTES) return null;
  const limit = megabytes(MAX_MESSAGE_BYTES);
  return `The files are ${megabytes(sizeBytes)} together; a message on ${channel} takes up to ${limit}.`;
}

function tooLargeText({ name, sizeBytes }: NamedSize, channel: string): string {
  const limit = megabytes(MAX_ATTACHMENT_BYTES);
  return `${name} is ${megabytes(sizeBytes)}; ${channel} takes up to ${limit}.`;
}

/** Rounded up, so that what is over a limit never reads as the limit itself. */
function megabytes(sizeBytes: number): string {
  return `${Math.ceil(sizeBytes / 100_000) / 10} MB`;
}
