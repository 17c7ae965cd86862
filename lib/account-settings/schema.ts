import { z } from 'zod';

const accountId = z.uuid();

export const accountSchema = z.strictObject({ accountId });

export const renameSchema = z.strictObject({
  accountId,
  name: z
    .string()
    .trim()
    .min(1, 'Give the account a name.')
    .max(120, 'A name has at most 120 characters.'),
});

export const visibilitySchema = z.strictObject({
  accountId,
  visibility: z.enum(['private', 'team-read', 'team-reply']),
});

export const MAX_SIGNATURE_CHARACTERS = 2_000;

/** Empty is none. */
export const signatureSchema = z.strictObject({
  accountId,
  signature: z
    .string()
    .max(
      MAX_SIGNATURE_CHARACTERS,
      `A signature has at most ${MAX_SIGNATURE_CHARACTERS.toLocaleString('en')} characters.`,
    ),
});

export const ownerSchema = z.strictObject({ accountId, memberId: z.uuid() });

/** `accountId` goes, `keepAccountId` goes on. */
export const retireSchema = z.strictObject({ accountId, keepAccountId: z.uuid() });

export const pauseSchema = z.strictObject({ accountId, isPaused: z.boolean() });

const MOST_CHARACTERS = 254;

/** Null is what the provider has. The address is checked by `setSendAs`, which says what is wrong with it. */
export const sendAsSchema = z.strictObject({
  accountId,
  name: z.string().trim().min(1).max(120, 'A name has at most 120 characters.').nullable(),
  address: z.string().trim().min(1).max(MOST_CHARACTERS, 'This address is too long.').nullable(),
});
