'use server';

import { action } from '@/lib/server/action';
import { changeLabel, createLabel, deleteLabel } from './mutations';
import { changeLabelInput, createLabelInput, deleteLabelInput } from './schema';

export const createLabelAction = action(createLabelInput, createLabel);
export const changeLabelAction = action(changeLabelInput, changeLabel);
export const deleteLabelAction = action(deleteLabelInput, deleteLabel);
