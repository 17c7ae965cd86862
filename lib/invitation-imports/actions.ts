'use server';

import { action } from '@/lib/server/action';
import { addImport, planImport, stopImport } from './mutations';
import { addImportInput, changeImportInput, planImportInput } from './schema';

export const addImportAction = action(addImportInput, addImport);
export const planImportAction = action(planImportInput, planImport);
export const stopImportAction = action(changeImportInput, stopImport);
