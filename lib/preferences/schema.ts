import { z } from 'zod';
import { zone } from '@/lib/invitations/schema';
import { CHAT_HOLDS, DENSITY_CHOICES, PRESET_CHOICES, RECEIPT_CHOICES } from './rules';

const oneOf = <V extends string>(choices: readonly { value: V }[]) =>
  z.enum(choices.map(({ value }) => value) as [V, ...V[]]);

const minute = z.int().min(0).max(1_439);
const quietHours = z
  .strictObject({ zone, fromMinute: minute, toMinute: minute })
  .refine(({ fromMinute, toMinute }) => fromMinute !== toMinute, {
    error: 'Quiet hours end at another time than they begin.',
  });

export const nothingInput = z.object({});

/** What is left out stays as it is; one thing at least is given. */
export const changePreferencesInput = z
  .strictObject({
    shortcuts: oneOf(PRESET_CHOICES),
    density: oneOf(DENSITY_CHOICES),
    receipts: oneOf(RECEIPT_CHOICES),
    chatHoldSeconds: z.literal([...CHAT_HOLDS]),
    sendsOnEnter: z.boolean(),
    quietHours: quietHours.nullable(),
  })
  .partial()
  .refine((input) => Object.keys(input).length > 0, { error: 'Choose what to change.' });
export type ChangePreferencesInput = z.infer<typeof changePreferencesInput>;
