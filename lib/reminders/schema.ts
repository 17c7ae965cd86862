import { z } from 'zod';

export const remindOwnersSchema = z.strictObject({
  accountIds: z
    .array(z.uuid())
    .min(1, 'Choose at least one account.')
    .max(200, 'Choose at most 200 accounts at once.'),
});
