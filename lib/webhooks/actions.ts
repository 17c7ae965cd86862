'use server';

import { action } from '@/lib/server/action';
import { replayWebhookEvent } from './mutations';
import { webhookEventInput } from './schema';

export const replayWebhookEventAction = action(webhookEventInput, replayWebhookEvent);
