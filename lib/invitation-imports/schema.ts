import { z } from 'zod';
import { zone } from '@/lib/invitations/schema';
import { MAX_FILE_CHARACTERS } from './rules';

export const addImportInput = z.strictObject({
  fileName: z.string().trim().min(1).max(200),
  text: z.string().min(1, 'The file is empty.').max(MAX_FILE_CHARACTERS, 'The file is too large.'),
  /** For rows that name no account. */
  accountId: z.uuid().nullable(),
});
export type AddImportInput = z.infer<typeof addImportInput>;

export const importInput = z.object({ importId: z.uuid() });

export const changeImportInput = z.strictObject({ importId: z.uuid() });
export type ChangeImportInput = z.infer<typeof changeImportInput>;

/** The zone is that of the browser, for accounts whose own is not known yet. */
export const planImportInput = changeImportInput.extend({ zone: zone.optional() });
export type PlanImportInput = z.infer<typeof planImportInput>;
