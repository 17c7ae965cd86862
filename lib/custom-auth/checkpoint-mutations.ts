import { recordAudit } from '@/lib/audit/mutations';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import type { ConnectableProvider } from '@/lib/connect/types';
import { AppError } from '@/lib/core/errors';
import type { AuthAnswer, AuthIntent } from '@/lib/gateway/auth-types';
import type { GatewayClient } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { refusal } from './mutations';
import { isWrongCode, reasonOf, wrongAnswerWords } from './problem-rules';
import { type AttemptRow, getAttempt, getOwnAttempt } from './queries';
import {
  endAttempt,
  endTurn,
  isFree,
  settleByReading,
  takeAnswer,
  takeTurn,
} from './state-mutations';
import type { Attempt } from './types';

/** A code, a number, or which contract. A wrong one throws `invalid_input`, and the sign-in goes on. */
export async function answerCheckpoint(
  ctx: Ctx<MemberScope>,
  { attemptId, code }: { attemptId: string; code: string },
): Promise<Attempt> {
  return drive(ctx, attemptId, 'account.sign_in_answered', (client, intent) =>
    client.solveCheckpoint({ ...intent, code }),
  );
}

/** Asks the provider for another kind of check in place of this one. */
export async function tryAnotherWay(
  ctx: Ctx<MemberScope>,
  { attemptId, challengeId }: { attemptId: string; challengeId: string | null },
): Promise<Attempt> {
  return drive(ctx, attemptId, 'account.sign_in_other_way', async (client, intent) => {
    try {
      return await client.tryAnotherWay({
        ...intent,
        ...(challengeId !== null && { challengeId }),
      });
    } catch (error) {
      if (error instanceof GatewayError && reasonOf(error) === 'cannot_be_passed') {
        throw new NoOtherWay();
      }
      throw error;
    }
  });
}

/** Has the code sent again; false where the provider cannot. */
export async function resendCode(
  ctx: Ctx<MemberScope>,
  { attemptId }: { attemptId: string },
): Promise<{ isSent: boolean }> {
  const row = await takeOpenTurn(ctx, attemptId);
  try {
    const isSent = await callGateway(ctx, row.gatewayId, (client) =>
      client.resendCheckpoint(intentOf(row)),
    );
    await audit(ctx, row, 'account.sign_in_code_resent');
    return { isSent };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw new AppError(
      'gateway',
      'The code could not be sent again. One that you have already is still good. Try again in a minute.',
      { cause: error, requestId: error.requestId },
    );
  } finally {
    await endTurn(ctx, row.id);
  }
}

async function drive(
  ctx: Ctx<MemberScope>,
  attemptId: string,
  action: string,
  call: (client: GatewayClient, intent: AuthIntent) => Promise<AuthAnswer>,
): Promise<Attempt> {
  const row = await takeOpenTurn(ctx, attemptId);
  const readAt = new Date();
  try {
    const answer = await callGateway(ctx, row.gatewayId, (client) => call(client, intentOf(row)));
    // What comes of an answer that ends it has a row of its own.
    if (answer.state === 'checkpoint') await audit(ctx, row, action);
    await takeAnswer(ctx, row, answer, readAt);
  } catch (error) {
    if (error instanceof NoOtherWay) {
      await endTurn(ctx, row.id);
      throw new AppError(
        'conflict',
        'There is no other way to check that it is you. Go on with this one.',
      );
    }
    if (!(error instanceof GatewayError)) throw error;
    await takeRefusal(ctx, row, error);
  }
  return getAttempt(ctx, { attemptId });
}

async function takeRefusal(ctx: Ctx, row: AttemptRow, error: GatewayError): Promise<void> {
  if (isWrongCode(error)) {
    await endTurn(ctx, row.id);
    const words = wrongAnswerWords(row.checkpoint, row.provider as ConnectableProvider);
    throw new AppError('invalid_input', words, { cause: error, fields: { code: words } });
  }
  const reason = reasonOf(error);
  if (reason === 'unconfirmed') return settleByReading(ctx, row, intentOf(row).intentId);
  if (reason === 'unreachable' || reason === 'slow_down' || reason === 'not_supported') {
    await endTurn(ctx, row.id);
    throw refusal(row, reason, error);
  }
  await endAttempt(ctx, row, reason === 'expired' ? 'expired' : 'failed', reason);
}

/** The provider has one check alone, which goes on. */
class NoOtherWay extends Error {}

async function takeOpenTurn(ctx: Ctx<MemberScope>, attemptId: string): Promise<AttemptRow> {
  const known = await getOwnAttempt(ctx, attemptId);
  if (known.state === 'open' && known.expiresAt <= new Date()) {
    await endAttempt(ctx, known, 'expired', 'expired', isFree);
  }
  const row = await takeTurn(ctx, attemptId);
  if (row?.intentId) return row;
  const now = await getOwnAttempt(ctx, attemptId);
  throw new AppError(
    'conflict',
    now.state === 'open'
      ? 'Your last answer is still on its way. Wait a moment.'
      : 'This sign-in has ended. Start again.',
  );
}

function intentOf({ provider, intentId }: AttemptRow): AuthIntent {
  return { provider, intentId: intentId ?? '' };
}

function audit(ctx: Ctx, row: AttemptRow, action: string): Promise<void> {
  return recordAudit(ctx, {
    action,
    entityType: row.accountId ? 'account' : 'auth_attempt',
    entityId: row.accountId ?? row.id,
    detail: { provider: row.provider },
  });
}
