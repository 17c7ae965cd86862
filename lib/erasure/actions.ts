'use server';

import { action } from '@/lib/server/action';
import { erasePerson } from './mutations';
import { erasePersonInput } from './schema';

export const erasePersonAction = action(erasePersonInput, erasePerson);
