import { z } from 'zod';
import { toStorableText } from './storable-text';

// Fields as the API sends them, read with good will: what is missing, null or of another type
// becomes "nothing" instead of costing the whole item. Only ids and times may fail an item.

/** An index entry of Postgres holds about 2,700 bytes; no id of the API comes near this. */
const MAX_ID_LENGTH = 512;
const MAX_TIME_MS = Date.UTC(9999, 11, 31);

/** Without this an item means nothing. Numbers occur where a provider's ids are numbers. */
export const id = z
  .union([z.string(), z.number()])
  .transform((value) => toStorableText(String(value)))
  .pipe(z.string().min(1).max(MAX_ID_LENGTH));

export const optionalId = id.nullable().catch(null);

export const text = z.string().transform(toStorableText).nullable().catch(null);

/** Addresses that a page may link to or load; anything but http and https is nothing. */
export const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(4096)
  .transform(toStorableText)
  .nullable()
  .catch(null);

/** The API says 0/1 in some places and false/true in others, and words in form-encoded bodies. */
export const optionalFlag = z
  .union([z.boolean(), z.number(), z.string()])
  .transform((value) => {
    const word = String(value).toLowerCase();
    if (word === 'true' || word === '1') return true;
    return word === 'false' || word === '0' ? false : null;
  })
  .nullable()
  .catch(null);

export const flag = optionalFlag.transform((value) => value ?? false);

/** A count, also where it comes as digits in a string. */
export const count = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .pipe(z.number().int().min(0))
  .nullable()
  .catch(null);

/** A measure that may have a fraction; what no picture or recording can have is nothing. */
export const measure = z.number().positive().max(1_000_000_000).nullable().catch(null);

/** ISO text or epoch milliseconds between 1970 and 9999, which Postgres and `Date` both hold. */
export const optionalTime = z
  .union([z.string(), z.number()])
  .transform((value) => new Date(value))
  .refine((date) => date.getTime() >= 0 && date.getTime() <= MAX_TIME_MS)
  .nullable()
  .catch(null);

export const time = optionalTime.transform((date, ctx) => {
  if (date) return date;
  ctx.addIssue('must be a time');
  return z.NEVER;
});

/** The readable items of a list. A single object stands for a list of one (webhook guide). */
export function listOf<T>(item: z.ZodType<T>) {
  return z
    .unknown()
    .optional()
    .transform((value): T[] => {
      const items: unknown[] = Array.isArray(value) ? value : value ? [value] : [];
      return items.flatMap((entry) => {
        const parsed = item.safeParse(entry);
        return parsed.success ? [parsed.data] : [];
      });
    });
}

/** Text of which a list is made: what is none is no item. */
export const line = z.string().transform(toStorableText);
export const words = listOf(line);

/** `object` may be absent, but where it is there it must name the thing that was asked for. */
export function objectNamed(name: string) {
  return z
    .string()
    .refine((value) => value.toLowerCase() === name.toLowerCase())
    .optional();
}
