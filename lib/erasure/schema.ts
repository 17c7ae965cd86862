import { z } from 'zod';

export const erasePersonInput = z.strictObject({ personId: z.uuid() });
export const exportPersonInput = z.object({ personId: z.uuid() });
