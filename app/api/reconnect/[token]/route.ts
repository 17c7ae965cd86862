import { db } from '@/db/client';
import { env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { errorFields, log } from '@/lib/core/log';
import { redeemReconnectLink } from '@/lib/reconnect-links/handlers';
import { reconnectPagePath, USELESS_LINK_PATH } from '@/lib/reconnect-links/rules';
import { requireSameOrigin } from '@/lib/server/origin';

interface RouteContext {
  params: Promise<{ token: string }>;
}

/**
 * The button on the page behind a reconnect link; works without a session. There is no GET: a mail
 * scanner that fetches the link changes nothing (A2).
 */
export async function POST(request: Request, { params }: RouteContext): Promise<Response> {
  const { token } = await params;
  try {
    requireSameOrigin(request.headers);
    const redemption = await redeemReconnectLink(db(), token);
    if (redemption.state === 'minted') return seeOther(redemption.url);
    if (redemption.state === 'useless') return seeOther(USELESS_LINK_PATH);
    if (redemption.state === 'busy') return seeOther(reconnectPagePath(token, 'busy'));
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') return seeOther(USELESS_LINK_PATH);
    log().error(errorFields(error), 'reconnect.failed');
  }
  return seeOther(reconnectPagePath(token, 'failed'));
}

function seeOther(target: string): Response {
  const location = new URL(target, env().PUBLIC_URL).href;
  return new Response(null, {
    status: 303,
    headers: { location, 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' },
  });
}
