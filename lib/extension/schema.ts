import { z } from 'zod';
import { oneLine } from '@/lib/core/one-line';

const id = z.uuid({ error: 'This is not an id.' });
/** What a header of HTTP takes: printable ASCII. */
const printable = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\x20-\x7e]+$/);

export const nothing = z.strictObject({});
export const addDeviceInput = z.strictObject({
  name: z
    .string()
    .transform((text) => oneLine(text.normalize('NFC')))
    .pipe(z.string().min(1, 'Give the browser a name.').max(60, 'Use at most 60 characters.')),
});
export const deviceIdInput = z.strictObject({ deviceId: id });
export const linkDeviceInput = z.strictObject({ deviceId: id, accountId: id });
export const connectDeviceInput = z.strictObject({
  deviceId: id,
  gatewayId: id,
  /** Made in the browser: the same press twice begins one sign-in. */
  attemptId: id,
});

/** What the extension sends. `seenAt` is milliseconds since 1970 on the browser's clock. */
export const reportInput = z.strictObject({
  liAt: printable(4_000),
  liA: printable(4_000).nullable(),
  userAgent: printable(512),
  linkedinMemberId: z.string().regex(/^\d{1,20}$/),
  seenAt: z.number().int().positive(),
});
export type Report = z.infer<typeof reportInput>;
