import { parseFormatted } from '@/lib/inbox/formatted-rules';
import type { EmailRouting } from '@/lib/inbox/outgoing-email-rules';

export const NO_ROUTING: EmailRouting = { to: [], cc: [], bcc: [], subject: '' };

/** Whether what lies on the device says whole to whom an e-mail goes; another version may have put it there. */
export function isRouting(value: unknown): value is EmailRouting {
  if (typeof value !== 'object' || value === null) return false;
  const { to, cc, bcc, subject, forward, replyTo, headers, formatted } = value as Partial<
    Record<keyof EmailRouting, unknown>
  >;
  return (
    [to, cc, bcc].every((list) => Array.isArray(list) && list.every(isPerson)) &&
    typeof subject === 'string' &&
    (forward === undefined || hasFiles(forward)) &&
    (replyTo === undefined || typeof replyTo === 'string') &&
    (formatted === undefined || parseFormatted(formatted) !== null) &&
    (headers === undefined || (Array.isArray(headers) && headers.every(isHeader)))
  );
}

function isHeader(value: unknown): boolean {
  const { name, value: content } = (value ?? {}) as Partial<Record<'name' | 'value', unknown>>;
  return typeof name === 'string' && typeof content === 'string';
}

function isPerson(value: unknown): boolean {
  return typeof (value as { address?: unknown } | null)?.address === 'string';
}

function hasFiles(value: unknown): boolean {
  return Array.isArray((value as { files?: unknown } | null)?.files);
}

/** As an action takes it. */
export function toInput({ to, cc, bcc, forward, headers, ...more }: EmailRouting) {
  return {
    ...{ ...more, to: [...to], cc: [...cc], bcc: [...bcc] },
    ...(forward && { forward: { files: [...forward.files] } }),
    ...(headers && { headers: [...headers] }),
  };
}
