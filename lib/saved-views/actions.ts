'use server';

import { action } from '@/lib/server/action';
import { changeView, deleteView, saveView } from './mutations';
import { changeViewInput, deleteViewInput, saveViewInput } from './schema';

export const saveViewAction = action(saveViewInput, saveView);
export const changeViewAction = action(changeViewInput, changeView);
export const deleteViewAction = action(deleteViewInput, deleteView);
