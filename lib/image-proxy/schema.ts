import { z } from 'zod';

/** `m`: the e-mail, `u`: address of the picture, `s`: our signature over both and the member. */
export const imageInput = z.object({
  m: z.uuid(),
  u: z.string().min(1).max(8_000),
  s: z.string().min(1).max(100),
});
export type ImageInput = z.infer<typeof imageInput>;
