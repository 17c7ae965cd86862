'use server';

import { action } from '@/lib/server/action';
import { mergePeople, unmergePeople } from './mutations';
import { mergePeopleInput, unmergePeopleInput } from './schema';

export const mergePeopleAction = action(mergePeopleInput, mergePeople);
export const unmergePeopleAction = action(unmergePeopleInput, unmergePeople);
