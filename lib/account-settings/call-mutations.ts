import type { AccountRow } from '@/lib/accounts/transition-mutations';
import type { Ctx } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway, findApiAccount } from '@/lib/gateways/mutations';

/** A call of the API that a member waits for: what it refuses is told as one sentence. */
export async function callForMember<T>(
  call: () => Promise<T>,
  sentence = 'The API is not answering as it should. Nothing was changed. Try again in a minute.',
): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (!(cause instanceof GatewayError)) throw cause;
    throw new AppError('gateway', sentence, { cause });
  }
}

/**
 * Ends the connection at the API. What was not refused may have been done, and its answer alone lost: then the API is
 * asked whether the connection is gone. Throws `GatewayError` where it stands, and `gateway` where the API does not say.
 */
export async function endAtApi(
  ctx: Ctx,
  { gatewayId, providerAccountId }: AccountRow,
): Promise<void> {
  try {
    await callGateway(ctx, gatewayId, (client) => client.deleteAccount(providerAccountId));
  } catch (error) {
    if (!(error instanceof GatewayError) || error.retry !== 'unsafe') throw error;
    const truth = await callForMember(
      () => findApiAccount(ctx, gatewayId, providerAccountId),
      'The API does not say whether the connection was ended. Look at it again in a minute.',
    );
    if (truth) throw error;
  }
}
