'use server';

import { expectConfirmation, startConnect, startReconnect } from '@/lib/connect/mutations';
import {
  connectRequestSchema,
  startConnectSchema,
  startReconnectSchema,
} from '@/lib/connect/schema';
import { action } from '@/lib/server/action';

export const startConnectAction = action(startConnectSchema, startConnect);
export const startReconnectAction = action(startReconnectSchema, startReconnect);
/** Called once when the browser is back from the wizard. */
export const expectConfirmationAction = action(connectRequestSchema, expectConfirmation);
