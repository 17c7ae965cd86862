'use server';

import { action } from '@/lib/server/action';
import { removeFile } from './mutations';
import { fileIdInput } from './schema';

export const removeFileAction = action(fileIdInput, removeFile);
