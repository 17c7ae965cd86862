'use server';

import { action } from '@/lib/server/action';
import { allowTracking } from './mutations';
import { allowTrackingInput } from './schema';

export const allowTrackingAction = action(allowTrackingInput, allowTracking);
