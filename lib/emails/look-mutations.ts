import type { Ctx } from '@/lib/auth/scope';
import { GatewayError } from '@/lib/gateway/errors';
import type { ReadableAccount } from '@/lib/inbox/read-mutations';
import { readListed, refreshEmail } from './read-mutations';

const PAGE_SIZE = 50;
const MAX_PAGES = 5;

/**
 * Reads from the API what one of our e-mails became: by its id, or else everything of the account since `after`. What is
 * found is stored, which ties it to what we sent. False when neither shows it under its id. Throws `GatewayError`.
 */
export async function lookForEmail(
  ctx: Ctx,
  account: ReadableAccount,
  { gatewayEmailId, after }: { gatewayEmailId: string | null; after: Date },
): Promise<boolean> {
  if (gatewayEmailId) {
    try {
      await refreshEmail(ctx, account, gatewayEmailId);
      return true;
    } catch (error) {
      if (!(error instanceof GatewayError && error.code === 'not_found')) throw error;
    }
  }
  let cursor: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    ({ cursor } = await readListed(ctx, account, { after }, { cursor, limit: PAGE_SIZE }));
    if (!cursor) break;
  }
  return false;
}
