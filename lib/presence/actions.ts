'use server';

import { action } from '@/lib/server/action';
import { setPresence } from './mutations';
import { setPresenceInput } from './schema';

export const setPresenceAction = action(setPresenceInput, setPresence);
