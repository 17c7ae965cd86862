'use server';

import { action } from '@/lib/server/action';
import { distinguishPeople, mergePeople, unmergePeople } from './mutations';
import { lookUpProfile } from './profile-mutations';
import {
  distinguishPeopleInput,
  lookUpProfileInput,
  mergePeopleInput,
  unmergePeopleInput,
} from './schema';

export const mergePeopleAction = action(mergePeopleInput, mergePeople);
export const unmergePeopleAction = action(unmergePeopleInput, unmergePeople);
export const distinguishPeopleAction = action(distinguishPeopleInput, distinguishPeople);
export const lookUpProfileAction = action(lookUpProfileInput, lookUpProfile);
