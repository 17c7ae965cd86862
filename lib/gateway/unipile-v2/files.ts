import { SECOND_MS } from '@/lib/core/time';
import type { OutgoingFile } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';

/** A send waits longer than a read: giving up early makes an unknown of what was about to succeed. */
const SEND_TIMEOUT_MS = 30 * SECOND_MS;
/** Twenty megabytes, which is fifteen in base64, at two megabits a second. */
const FILES_TIMEOUT_MS = 110 * SECOND_MS;

/** A file as v2 takes it in JSON (v2 §7). */
interface WireFile {
  content: string;
  content_type: string;
  filename: string;
}

/**
 * The files in base64. They are read before a byte leaves: one that cannot be read whole throws
 * `not_reached`, which says that nothing was sent.
 */
export async function filesOf(files: readonly OutgoingFile[] = []): Promise<WireFile[]> {
  const wire: WireFile[] = [];
  for (const file of files) {
    wire.push({
      content: (await readWhole(file)).toString('base64'),
      content_type: file.mimeType,
      filename: file.name,
    });
  }
  return wire;
}

export function sendTimeoutMs(files: readonly OutgoingFile[] = []): number {
  return files.length > 0 ? FILES_TIMEOUT_MS : SEND_TIMEOUT_MS;
}

async function readWhole(file: OutgoingFile): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of file.read()) pieces.push(piece);
  } catch (cause) {
    throw new GatewayError({ code: 'not_reached', retry: 'yes' }, cause);
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.length === file.sizeBytes) return bytes;
  throw new GatewayError({ code: 'not_reached', retry: 'yes' });
}
