import { z } from 'zod';

const MAX_ID_CHARACTERS = 512;

export const downloadInput = z.object({
  messageId: z.uuid(),
  attachmentId: z.string().min(1).max(MAX_ID_CHARACTERS),
  /** Present: to be saved, also where a browser could show it. */
  download: z.string().max(1).optional(),
});
export type DownloadInput = z.infer<typeof downloadInput>;
