import { z } from 'zod';

export const allowTrackingInput = z.strictObject({ isTrackingAllowed: z.boolean() });
export type AllowTrackingInput = z.infer<typeof allowTrackingInput>;
