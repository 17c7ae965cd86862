'use server';

import { action } from '@/lib/server/action';
import { addConnection, changeConnection, removeConnection } from './connection-mutations';
import { addConnectionInput, changeConnectionInput, removeConnectionInput } from './schema';

export const addConnectionAction = action(addConnectionInput, addConnection);
export const changeConnectionAction = action(changeConnectionInput, changeConnection);
export const removeConnectionAction = action(removeConnectionInput, removeConnection);
