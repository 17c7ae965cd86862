import type { Ctx } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { isMailProvider } from '@/lib/core/providers';
import type { GatewayFile } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import { openGateway } from '@/lib/gateways/mutations';
import type { ReadableAttachment } from './queries';

/** Opens a file at the API; its reader closes it. Throws `not_found`, `too_large`, `unavailable` or `gateway`. */
export async function openFile(
  ctx: Ctx,
  found: ReadableAttachment,
  signal: AbortSignal,
): Promise<GatewayFile> {
  try {
    const client = await openGateway(ctx, found.gatewayId);
    const { gatewayMessageId, providerAccountId, attachment } = found;
    const which = { providerAccountId, signal };
    return await (isMailProvider(found.provider)
      ? client.openEmailFile({ ...which, gatewayEmailId: gatewayMessageId, fileId: attachment.id })
      : client.openAttachment({ ...which, gatewayMessageId, attachmentId: attachment.id }));
  } catch (error) {
    throw error instanceof GatewayError ? toAppError(error) : error;
  }
}

/** What the API says of a file, as a person is told. */
export function toAppError(error: GatewayError): AppError {
  if (error.code === 'not_found') return notFound('File');
  if (error.code === 'too_large') {
    return new AppError('too_large', 'This file is too large to be handed on.', { cause: error });
  }
  const isAway = ['throttled', 'provider_unavailable', 'timeout', 'not_reached'];
  return isAway.includes(error.code)
    ? new AppError('unavailable', 'The file is not to be had right now. Try again.', {
        cause: error,
      })
    : new AppError('gateway', 'The provider did not hand out the file.', { cause: error });
}
