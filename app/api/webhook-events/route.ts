import { route } from '@/lib/server/route';
import { listWebhookEvents } from '@/lib/webhooks/queries';
import { listWebhookEventsInput } from '@/lib/webhooks/schema';

export const GET = route(listWebhookEventsInput, listWebhookEvents);
