import { z } from 'zod';
import { CONNECTABLE_PROVIDERS } from '@/lib/core/providers';

export const startConnectSchema = z.strictObject({
  providers: z.array(z.enum(CONNECTABLE_PROVIDERS)).min(1, 'Choose what you want to connect.'),
  /** Through which API connection. */
  gatewayId: z.uuid(),
});

export const startReconnectSchema = z.strictObject({ accountId: z.uuid() });

export const connectRequestSchema = z.strictObject({ requestId: z.uuid() });
export type StartConnectInput = z.output<typeof startConnectSchema>;
