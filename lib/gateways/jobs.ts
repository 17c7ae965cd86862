import { z } from 'zod';
import { defineJob } from '@/lib/jobs/define';

/** Makes the webhooks at the API what they should be: one per source, to our address, with our secret. */
export const ensureWebhooksJob = defineJob(
  'gateway.ensure-webhooks',
  z.object({ workspaceId: z.uuid(), gatewayId: z.uuid() }),
);

/** Jobs that change a gateway's webhooks run one after the other. */
export function gatewayQueue(gatewayId: string): string {
  return `gateway:${gatewayId}`;
}
