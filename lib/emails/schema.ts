import { z } from 'zod';

export const trustImagesInput = z.strictObject({ messageId: z.uuid() });
export type TrustImagesInput = z.infer<typeof trustImagesInput>;

export const nothingInput = z.object({});
