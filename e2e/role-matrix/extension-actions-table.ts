import { newId } from '@/lib/core/ids';
import { type ActionRow, EVERYBODY, HOLDER_ONLY, outcomes } from './action-rows';

/** Browsers of the extension, part of `ACTIONS`: each member's own, whatever the role of others. */
export const EXTENSION_ACTIONS: Record<string, ActionRow> = {
  'lib/extension/actions.ts#addDeviceAction': {
    target: 'none',
    input: () => ({ name: 'Chrome at work' }),
    own: outcomes('ok', 'ok', 'ok', 'ok', 'forbidden'),
  },
  'lib/extension/actions.ts#removeDeviceAction': {
    target: 'browser',
    input: (deviceId) => ({ deviceId }),
    own: HOLDER_ONLY,
  },
  'lib/extension/actions.ts#unlinkDeviceAction': {
    target: 'browser',
    input: (deviceId) => ({ deviceId }),
    own: HOLDER_ONLY,
  },
  'lib/extension/actions.ts#linkDeviceAction': {
    // No account has this id, which the holder of the browser is told as well.
    target: 'browser',
    input: (deviceId) => ({ deviceId, accountId: newId() }),
    own: outcomes('not_found', 'not_found', 'not_found', 'not_found', 'forbidden'),
  },
  'lib/extension/actions.ts#connectDeviceAction': {
    // It has reported no session, which only its holder is told.
    target: 'browser',
    input: (deviceId) => ({ deviceId, gatewayId: newId(), attemptId: newId() }),
    own: outcomes('not_found', 'not_found', 'not_found', 'conflict', 'forbidden'),
  },
  'lib/extension/actions.ts#deleteExtensionAction': {
    target: 'none',
    input: () => ({}),
    own: EVERYBODY,
  },
};
