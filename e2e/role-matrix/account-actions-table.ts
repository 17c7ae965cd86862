import { newId } from '@/lib/core/ids';
import {
  type ActionRow,
  account,
  HOLDER_AND_MANAGERS,
  HOLDER_SPEAKS,
  outcomes,
} from './action-rows';

/** What a person changes on an account × who may. */
export const ACCOUNT_ACTIONS: Record<string, ActionRow> = {
  'lib/account-settings/actions.ts#checkAccountAction': account(
    outcomes('ok', 'ok', 'ok', 'ok', 'forbidden'),
  ),
  'lib/account-settings/actions.ts#disconnectAccountAction': account(HOLDER_AND_MANAGERS),
  'lib/account-settings/actions.ts#pauseSendsAction': account(HOLDER_AND_MANAGERS, {
    isPaused: true,
  }),
  'lib/account-settings/actions.ts#renameAccountAction': account(HOLDER_AND_MANAGERS, {
    name: 'Renamed',
  }),
  'lib/account-settings/actions.ts#restartAccountAction': account(HOLDER_AND_MANAGERS),
  'lib/account-settings/actions.ts#resyncAccountAction': account(HOLDER_AND_MANAGERS),
  // No connection of the same person stands beside it.
  'lib/account-settings/actions.ts#retireTwinAction': {
    target: 'account',
    input: (accountId) => ({ accountId, keepAccountId: accountId }),
    own: outcomes('conflict', 'conflict', 'not_found', 'conflict', 'not_found'),
  },
  'lib/account-settings/actions.ts#setSendAsAction': {
    ...account(HOLDER_SPEAKS, { name: null, address: null }),
    elsewhere: { owner: 'not_found', admin: 'not_found' },
  },
  'lib/account-settings/actions.ts#setVisibilityAction': {
    // Nobody but its owner opens a private account to the team.
    ...account(outcomes('forbidden', 'forbidden', 'not_found', 'ok', 'not_found'), {
      visibility: 'team-read',
    }),
    elsewhere: { owner: 'not_found', admin: 'not_found' },
  },
  'lib/account-settings/actions.ts#setSignatureAction': {
    ...account(HOLDER_SPEAKS, { signature: '' }),
    elsewhere: { owner: 'not_found', admin: 'not_found' },
  },
  'lib/account-settings/actions.ts#setOwnerAction': {
    target: 'colleague',
    input: (memberId) => ({ accountId: newId(), memberId }),
    own: outcomes('not_found', 'not_found', 'forbidden', 'forbidden', 'forbidden'),
  },
};
