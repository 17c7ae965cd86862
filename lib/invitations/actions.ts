'use server';

import { action } from '@/lib/server/action';
import { settleInvitationInput } from './schema';
import { settleInvitation } from './settle-mutations';

export const settleInvitationAction = action(settleInvitationInput, settleInvitation);
