import { z } from 'zod';
import { oneLine, visibleName } from '@/lib/core/one-line';
import type { GatewayDialect } from '@/lib/gateway/create-client';
import {
  DIALECT_NAMES,
  MAX_CONNECTION_NAME_CHARACTERS,
  MAX_KEY_CHARACTERS,
} from './connection-rules';

const name = z
  .string()
  .max(1000)
  .transform(oneLine)
  .refine((text) => visibleName(text) !== null, { error: 'Write a name first.' })
  .refine((text) => text.length <= MAX_CONNECTION_NAME_CHARACTERS, {
    error: `A name has at most ${MAX_CONNECTION_NAME_CHARACTERS} characters.`,
  });
/** What is pasted often has a blank or a line end around it. */
const apiKey = z
  .string()
  .trim()
  .max(MAX_KEY_CHARACTERS, 'This is too long for a key.')
  .regex(/^[\x21-\x7e]*$/, 'A key has no blanks and only plain letters, digits and signs.');

export const addConnectionInput = z.strictObject({
  name,
  dialect: z.enum(Object.keys(DIALECT_NAMES) as [GatewayDialect, ...GatewayDialect[]]),
  baseUrl: z.string().trim().min(1, 'Write the address first.').max(500),
  apiKey: apiKey.min(1, 'Write the key first.'),
});
export type AddConnectionInput = z.output<typeof addConnectionInput>;

/** An empty key leaves it as it is. */
export const changeConnectionInput = z.strictObject({ gatewayId: z.uuid(), name, apiKey });
export type ChangeConnectionInput = z.output<typeof changeConnectionInput>;

export const removeConnectionInput = z.strictObject({ gatewayId: z.uuid() });
export type RemoveConnectionInput = z.infer<typeof removeConnectionInput>;

export const nothingInput = z.object({});
