import { createHash, randomBytes } from 'node:crypto';
import type { SandboxTruth } from '@/db/testing/inbox-world';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { FILE_NAME_HEADER } from '@/lib/uploads/rules';
import type { UploadInput } from '@/lib/uploads/schema';
import { uploadFile } from '@/lib/uploads/upload-handlers';
import type { RunningSandbox } from '@/sandbox/server';

export interface TestFile {
  name: string;
  type?: string;
  bytes: Buffer;
  /** What the browser says of its size; the truth unless given. */
  declaredBytes?: number;
}

/** Bytes that nothing can compress or guess. */
export function fileOf(name: string, sizeBytes: number, type = 'text/plain'): TestFile {
  return { name, type, bytes: randomBytes(sizeBytes) };
}

/** Tells files apart; comparing a million bytes one by one takes a test longer than sending them. */
export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Hands a file to the receiver as the route would, in pieces of 64 KiB. */
export function upload(ctx: Ctx<MemberScope>, input: UploadInput, file: TestFile) {
  const request = new Request('http://localhost/api/uploads', {
    method: 'POST',
    headers: {
      'content-type': file.type ?? '',
      'content-length': String(file.declaredBytes ?? file.bytes.length),
      [FILE_NAME_HEADER]: encodeURIComponent(file.name),
    },
    body: pieces(file.bytes),
    duplex: 'half',
  } as RequestInit);
  return uploadFile(ctx, input, request);
}

function pieces(bytes: Buffer): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(new Uint8Array(bytes.subarray(at, at + 65_536)));
      at += 65_536;
    },
  });
}

export type TruthWithFiles = {
  messages: (SandboxTruth['messages'][number] & {
    attachments: { id: string; name: string; mime: string; sizeBytes: number }[];
  })[];
};

/** Files that the provider holds of a message, with the bytes that it gives out. */
export async function filesAtProvider(sandbox: RunningSandbox, text: string | null) {
  const truth = await sandbox.control<TruthWithFiles>('GET', '/truth');
  const held = truth.messages.filter(
    (message) => message.isSender && message.text === text && message.attachments.length > 0,
  );
  return Promise.all(
    held.flatMap(({ id, attachments }) =>
      attachments.map(async (attachment) => {
        const path = `/api/v1/messages/${id}/attachments/${attachment.id}`;
        const answer = await fetch(`${sandbox.url}${path}`, {
          headers: { 'x-api-key': sandbox.apiKey },
        });
        const bytes = Buffer.from(await answer.arrayBuffer());
        return { name: attachment.name, mime: attachment.mime, bytes, digest: digestOf(bytes) };
      }),
    ),
  );
}
