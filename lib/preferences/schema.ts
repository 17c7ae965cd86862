import { z } from 'zod';
import { CHAT_HOLDS, DENSITY_CHOICES, PRESET_CHOICES, RECEIPT_CHOICES } from './rules';

const oneOf = <V extends string>(choices: readonly { value: V }[]) =>
  z.enum(choices.map(({ value }) => value) as [V, ...V[]]);

export const nothingInput = z.object({});

/** What is left out stays as it is; one thing at least is given. */
export const changePreferencesInput = z
  .strictObject({
    shortcuts: oneOf(PRESET_CHOICES),
    density: oneOf(DENSITY_CHOICES),
    receipts: oneOf(RECEIPT_CHOICES),
    chatHoldSeconds: z.literal([...CHAT_HOLDS]),
    sendsOnEnter: z.boolean(),
  })
  .partial()
  .refine((input) => Object.keys(input).length > 0, { error: 'Choose what to change.' });
export type ChangePreferencesInput = z.infer<typeof changePreferencesInput>;
