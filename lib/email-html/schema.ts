import { z } from 'zod';

/**
 * `view`: cleaned HTML, the plain text, or the HTML as somebody wrote it, as text. `images=1` lets remote
 * pictures be fetched through us. `theme` is what the frame begins with.
 */
export const bodyInput = z.object({
  messageId: z.uuid(),
  view: z.enum(['safe', 'plain', 'source']).default('safe'),
  images: z.literal('1').optional(),
  theme: z.enum(['light', 'dark']).default('light'),
});
export type BodyInput = z.infer<typeof bodyInput>;
