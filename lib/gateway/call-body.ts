import { randomUUID } from 'node:crypto';

export type CallBody =
  | { kind: 'json'; value: unknown }
  /** A list stands for the field several times. */
  | { kind: 'form'; fields: Readonly<Record<string, string | readonly string[]>> };

/** The bytes of a body and the headers that describe them. Form field names must be plain words. */
export function encodeBody(body: CallBody | undefined): {
  headers: Record<string, string>;
  body?: Buffer;
} {
  if (!body) return { headers: {} };
  if (body.kind === 'json') {
    return encoded('application/json', Buffer.from(JSON.stringify(body.value)));
  }
  // Not FormData: it turns every line feed of a text into CR LF (HTML standard), so what is stored
  // at the provider would not be what was written, nor be found again by its text.
  const boundary = `----${randomUUID()}`;
  const pairs = Object.entries(body.fields).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => [name, one] as const),
  );
  const parts = pairs.map(
    ([name, value]) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return encoded(
    `multipart/form-data; boundary=${boundary}`,
    Buffer.from(`${parts.join('')}--${boundary}--\r\n`),
  );
}

function encoded(contentType: string, body: Buffer) {
  return {
    headers: { 'content-type': contentType, 'content-length': String(body.length) },
    body,
  };
}
