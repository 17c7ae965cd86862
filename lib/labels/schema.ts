import { z } from 'zod';
import { cleanLabelName, LABEL_COLOUR_ORDER, MAX_LABEL_CHARACTERS } from './rules';

const name = z
  .string()
  .max(1000)
  .transform(cleanLabelName)
  .refine((text) => text.length > 0, { error: 'Write a name first.' })
  .refine((text) => text.length <= MAX_LABEL_CHARACTERS, {
    error: `A label has at most ${MAX_LABEL_CHARACTERS} characters.`,
  });
const colour = z.enum(LABEL_COLOUR_ORDER);
const labelId = z.uuid();

export const createLabelInput = z.strictObject({ name, colour });
export type CreateLabelInput = z.output<typeof createLabelInput>;

export const changeLabelInput = z.strictObject({ labelId, name, colour });
export type ChangeLabelInput = z.output<typeof changeLabelInput>;

export const deleteLabelInput = z.strictObject({ labelId });
export type DeleteLabelInput = z.infer<typeof deleteLabelInput>;

export const nothingInput = z.object({});
