'use server';

import {
  answerCheckpoint,
  resendCode,
  tryAnotherWay,
} from '@/lib/custom-auth/checkpoint-mutations';
import { cancelAttempt, renewQr, startAttempt } from '@/lib/custom-auth/mutations';
import {
  anotherWaySchema,
  answerSchema,
  attemptSchema,
  renewQrSchema,
  startAttemptSchema,
} from '@/lib/custom-auth/schema';
import { action } from '@/lib/server/action';

export const startAttemptAction = action(startAttemptSchema, startAttempt);
export const answerCheckpointAction = action(answerSchema, answerCheckpoint);
export const tryAnotherWayAction = action(anotherWaySchema, tryAnotherWay);
export const resendCodeAction = action(attemptSchema, resendCode);
export const renewQrAction = action(renewQrSchema, renewQr);
export const cancelAttemptAction = action(attemptSchema, cancelAttempt);
