'use server';

import { remindOwners } from '@/lib/reminders/mutations';
import { remindOwnersSchema } from '@/lib/reminders/schema';
import { action } from '@/lib/server/action';

export const remindOwnersAction = action(remindOwnersSchema, remindOwners);
