import { z } from 'zod';
import { EVENT_STATES } from './types';

const MAX_CURSOR_CHARACTERS = 200;

export const listWebhookEventsInput = z.object({
  state: z.enum(EVENT_STATES).optional(),
  cursor: z.string().max(MAX_CURSOR_CHARACTERS).optional(),
});

export const webhookEventInput = z.strictObject({ eventId: z.uuid() });
export type WebhookEventInput = z.infer<typeof webhookEventInput>;
