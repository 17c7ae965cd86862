import { newId } from '@/lib/core/ids';
import { type ActionRow, outcomes } from './action-rows';

/** People: looked up, merged, erased. */
export const PEOPLE_ACTIONS: Record<string, ActionRow> = {
  'lib/erasure/actions.ts#erasePersonAction': {
    // Nobody is known by this id; whom it takes away is proven beside the mutation.
    target: 'none',
    input: () => ({ personId: newId() }),
    own: outcomes('not_found', 'not_found', 'forbidden', 'forbidden', 'forbidden'),
  },
  'lib/erasure/actions.ts#eraseByIdAction': {
    target: 'none',
    input: () => ({ channel: 'EMAIL', value: `${newId()}@nobody.example` }),
    own: outcomes('ok', 'ok', 'forbidden', 'forbidden', 'forbidden'),
  },
  'lib/people/actions.ts#lookUpProfileAction': {
    // Nobody is known by these ids, as below.
    target: 'none',
    input: () => ({ personId: newId(), identityId: newId(), accountId: newId() }),
    own: outcomes('not_found', 'not_found', 'not_found', 'not_found', 'forbidden'),
  },
  'lib/people/actions.ts#distinguishPeopleAction': {
    target: 'none',
    input: () => ({ personId: newId(), otherPersonId: newId(), isDistinct: true }),
    own: outcomes('not_found', 'not_found', 'not_found', 'not_found', 'forbidden'),
  },
  'lib/people/actions.ts#mergePeopleAction': {
    // Nobody is known by these ids; who may merge whom is proven beside the mutation.
    target: 'none',
    input: () => ({ personId: newId(), otherPersonId: newId() }),
    own: outcomes('not_found', 'not_found', 'not_found', 'not_found', 'forbidden'),
  },
  'lib/people/actions.ts#unmergePeopleAction': {
    target: 'merge',
    input: (mergeId) => ({ mergeId }),
    own: outcomes('not_found', 'not_found', 'not_found', 'ok', 'forbidden'),
  },
};
