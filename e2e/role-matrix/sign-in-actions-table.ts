import { newId } from '@/lib/core/ids';
import { type ActionRow, HOLDER_ONLY, outcomes } from './action-rows';

const attempt = (more: object = {}, audits = 1): ActionRow => ({
  target: 'attempt',
  input: (attemptId) => ({ attemptId, ...more }),
  own: HOLDER_ONLY,
  audits,
});

/** Signing in on a page of ours, part of `ACTIONS`. Nobody but who began a sign-in goes on with it. */
export const SIGN_IN_ACTIONS: Record<string, ActionRow> = {
  'lib/custom-auth/actions.ts#startAttemptAction': {
    target: 'gateway',
    input: (gatewayId) => ({
      attemptId: newId(),
      gatewayId,
      accountId: null,
      country: null,
      credentials: {
        form: 'linkedin',
        username: `${newId()}+2fa@example.com`,
        password: 'a password',
      },
    }),
    own: outcomes('ok', 'ok', 'ok', 'ok', 'forbidden'),
  },
  'lib/custom-auth/actions.ts#answerCheckpointAction': attempt({ code: '123456' }),
  'lib/custom-auth/actions.ts#tryAnotherWayAction': attempt({ challengeId: null }),
  'lib/custom-auth/actions.ts#resendCodeAction': attempt(),
  // Its sign-in has no QR code, so there is nothing to renew.
  'lib/custom-auth/actions.ts#renewQrAction': attempt({ password: '' }, 0),
  'lib/custom-auth/actions.ts#cancelAttemptAction': attempt(),
};
