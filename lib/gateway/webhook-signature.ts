import { createHmac } from 'node:crypto';
import { equalsConstantTime } from '@/lib/core/secrets';
import { SECOND_MS } from '@/lib/core/time';

/** By which v2 signs what it delivers (webhooks.md §6.2); v1 signs nothing. */
export const SIGNATURE_HEADER = 'unipile-signature';

/** Older deliveries are refused: somebody may have kept one. A retry is signed anew. */
const MAX_AGE_MS = 300 * SECOND_MS;

/** `t=<unix seconds>,v0=<hex>` as it stands in the header; null when it is another text. */
export function readSignature(header: string): { t: string; v0: string } | null {
  const [, t = '', v0 = ''] = /^t=(\d{1,12}),v0=([0-9a-f]{64})$/i.exec(header.trim()) ?? [];
  return t === '' ? null : { t, v0: v0.toLowerCase() };
}

/**
 * Whether the header signs exactly these bytes, with one of the secrets, not more than five minutes from
 * now. Compares with every secret, each in constant time.
 */
export function isSignedBy(
  secrets: readonly string[],
  header: string,
  raw: Uint8Array,
  now: Date,
): boolean {
  const signature = readSignature(header);
  if (!signature) return false;
  const { t, v0 } = signature;
  if (Math.abs(now.getTime() - Number(t) * SECOND_MS) > MAX_AGE_MS) return false;
  return secrets
    .map((secret) => {
      const hex = createHmac('sha256', secret).update(`${t}.`).update(raw).digest('hex');
      return equalsConstantTime(hex, v0);
    })
    .some(Boolean);
}
