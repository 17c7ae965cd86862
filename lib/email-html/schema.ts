import { z } from 'zod';

/**
 * `view`: cleaned HTML, the plain text, the HTML as somebody wrote it, as text, or the headers, asked of the provider. `images=1` lets remote
 * pictures be fetched through us. `theme` is what the frame begins with.
 */
export const bodyInput = z.object({
  messageId: z.uuid(),
  view: z.enum(['safe', 'plain', 'source', 'headers']).default('safe'),
  images: z.literal('1').optional(),
  theme: z.enum(['light', 'dark']).default('light'),
});
export type BodyInput = z.infer<typeof bodyInput>;
