'use server';

import { action } from '@/lib/server/action';
import { eraseById } from './by-id-mutations';
import { erasePerson } from './mutations';
import { eraseByIdInput, erasePersonInput } from './schema';

export const erasePersonAction = action(erasePersonInput, erasePerson);
export const eraseByIdAction = action(eraseByIdInput, eraseById);
