'use server';

import { action } from '@/lib/server/action';
import { changePreferences } from './mutations';
import { changePreferencesInput } from './schema';

export const changePreferencesAction = action(changePreferencesInput, changePreferences);
