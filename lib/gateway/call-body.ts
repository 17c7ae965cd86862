import { randomUUID } from 'node:crypto';

/** A file as a part of a form; its bytes are read while they are sent. */
export interface FilePart {
  field: string;
  name: string;
  mimeType: string;
  sizeBytes: number;
  read(): AsyncIterable<Uint8Array>;
}

export type CallBody =
  | { kind: 'json'; value: unknown }
  | {
      kind: 'form';
      /** A list stands for the field several times. */
      fields: Readonly<Record<string, string | readonly string[]>>;
      files?: readonly FilePart[];
    };

/** What is written to the other side: all at once, or piece by piece where files are in it. */
export type BodyBytes = Buffer | AsyncIterable<Uint8Array>;

/** The bytes of a body and the headers that describe them. Form field names must be plain words. */
export function encodeBody(body: CallBody | undefined): {
  headers: Record<string, string>;
  body?: BodyBytes;
} {
  if (!body) return { headers: {} };
  if (body.kind === 'json') {
    const bytes = Buffer.from(JSON.stringify(body.value));
    return encoded('application/json', bytes, bytes.length);
  }
  // Not FormData: it turns every line feed of a text into CR LF (HTML standard), so what is stored
  // at the provider would not be what was written, nor be found again by its text.
  const boundary = `----${randomUUID()}`;
  const type = `multipart/form-data; boundary=${boundary}`;
  const pairs = Object.entries(body.fields).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => [name, one] as const),
  );
  const fields = Buffer.from(
    pairs
      .map(
        ([name, value]) =>
          `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      )
      .join(''),
  );
  const end = Buffer.from(`--${boundary}--\r\n`);
  const { files = [] } = body;
  if (files.length === 0) {
    return encoded(type, Buffer.concat([fields, end]), fields.length + end.length);
  }
  const parts = files.map((file) => ({ file, head: headOf(file, boundary) }));
  const size = parts.reduce(
    (sum, { file, head }) => sum + head.length + file.sizeBytes + LINE_END.length,
    fields.length + end.length,
  );
  return encoded(type, withFiles(fields, parts, end), size);
}

const LINE_END = Buffer.from('\r\n');

/** File names go as UTF-8, and what would end the quoted string as the HTML standard writes it. */
function headOf({ field, name, mimeType }: FilePart, boundary: string): Buffer {
  const fileName = name.replace(/[\r\n"]/g, encodeURIComponent);
  return Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${fileName}"\r\n` +
      `content-type: ${mimeType}\r\n\r\n`,
  );
}

async function* withFiles(
  fields: Buffer,
  parts: readonly { file: FilePart; head: Buffer }[],
  end: Buffer,
): AsyncGenerator<Uint8Array> {
  yield fields;
  for (const { file, head } of parts) {
    yield head;
    let size = 0;
    for await (const piece of file.read()) {
      size += piece.byteLength;
      yield piece;
    }
    // With its length announced, the other side would wait or read a form that is none.
    if (size !== file.sizeBytes) throw new Error('A file is not as long as it should be.');
    yield LINE_END;
  }
  yield end;
}

function encoded(contentType: string, body: BodyBytes, size: number) {
  return { headers: { 'content-type': contentType, 'content-length': String(size) }, body };
}
