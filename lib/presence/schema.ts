import { z } from 'zod';

export const listPresentInput = z.object({ conversationId: z.uuid() });

export const setPresenceInput = z.strictObject({
  conversationId: z.uuid(),
  /** `gone`: the conversation was closed, or nobody looks at the page any more. */
  kind: z.enum(['viewing', 'typing', 'gone']),
});
export type SetPresenceInput = z.infer<typeof setPresenceInput>;
