import { z } from 'zod';

const id = z.uuid();

/** Whose draft: a conversation's, or that of the message that begins one. */
export const listWaitingInput = z.object({ conversationId: id.optional() });
export type ListWaitingInput = z.infer<typeof listWaitingInput>;

export const uploadInput = z
  .object({
    conversationId: id.optional(),
    /** From which account a conversation will be begun. */
    accountId: id.optional(),
  })
  .refine(({ conversationId, accountId }) => Boolean(conversationId) !== Boolean(accountId), {
    error: 'Name either a conversation or an account.',
  });
export type UploadInput = z.infer<typeof uploadInput>;

export const fileIdInput = z.strictObject({ fileId: id });
export type FileIdInput = z.infer<typeof fileIdInput>;
