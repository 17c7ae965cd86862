import { route } from '@/lib/server/route';
import { getWebhookEvent } from '@/lib/webhooks/queries';
import { webhookEventInput } from '@/lib/webhooks/schema';

export const GET = route(webhookEventInput, getWebhookEvent);
