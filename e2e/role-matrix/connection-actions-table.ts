import { type ActionRow, MANAGERS, outcomes } from './action-rows';

/** What is done to API connections, part of `ACTIONS`. */
export const CONNECTION_ACTIONS: Record<string, ActionRow> = {
  'lib/gateways/actions.ts#addConnectionAction': {
    // Nothing answers there, which only who may add one is told.
    target: 'none',
    input: () => ({
      name: 'Second',
      dialect: 'unipile-v1',
      baseUrl: 'http://127.0.0.1:1',
      apiKey: 'key',
    }),
    own: outcomes('invalid_input', 'invalid_input', 'forbidden', 'forbidden', 'forbidden'),
  },
  'lib/gateways/actions.ts#changeConnectionAction': {
    target: 'gateway',
    input: (gatewayId) => ({ gatewayId, name: 'Renamed', apiKey: '' }),
    own: MANAGERS,
  },
  'lib/gateways/actions.ts#removeConnectionAction': {
    target: 'emptyGateway',
    input: (gatewayId) => ({ gatewayId }),
    own: MANAGERS,
  },
};
