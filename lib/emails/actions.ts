'use server';

import { action } from '@/lib/server/action';
import { trustImagesInput } from './schema';
import { trustImages } from './trust-mutations';

export const trustImagesAction = action(trustImagesInput, trustImages);
