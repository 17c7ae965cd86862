import { z } from 'zod';
import { CHANNELS } from '@/lib/core/providers';

const MAX_CHARACTERS = 300;

export const erasePersonInput = z.strictObject({ personId: z.uuid() });

/** Whoever has this address, number, profile or id, known here or not. */
export const eraseByIdInput = z.strictObject({
  channel: z.enum(CHANNELS),
  value: z.string().trim().min(1, 'Write the address, number or profile.').max(MAX_CHARACTERS),
});
export type EraseByIdInput = z.infer<typeof eraseByIdInput>;
