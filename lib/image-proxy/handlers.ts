import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { FILE_POLICY } from '@/lib/core/headers';
import { fetchImage, type Network } from './fetch-handlers';
import { requireImageSignature, requireReadableMessage } from './queries';
import type { ImageInput } from './schema';

/** The browser keeps a picture, so that opening an e-mail again is no second visit at its sender. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': FILE_POLICY,
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, max-age=86400',
};

/**
 * A remote picture of an e-mail, fetched by us. Throws `forbidden` for a signature that is not ours or an
 * address that is not public, `not_found` where the right to read the e-mail is gone.
 */
export async function serveImage(
  ctx: Ctx<MemberScope>,
  input: ImageInput,
  request: Request,
  network?: Network,
): Promise<Response> {
  requireImageSignature(ctx.scope, input);
  await requireReadableMessage(ctx, input.m);
  const { type, bytes } = await fetchImage(input.u, request.signal, network);
  return new Response(new Uint8Array(bytes), { headers: { ...HEADERS, 'content-type': type } });
}
