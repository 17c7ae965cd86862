import type { GatewayClient } from '@/lib/gateway/client';
import type { GatewayHttp } from '@/lib/gateway/http';

/** Bytes of what came with a message (contract v1 §5). */
export function attachmentVerbs(http: GatewayHttp): Pick<GatewayClient, 'openAttachment'> {
  return {
    openAttachment({ gatewayMessageId, attachmentId, providerAccountId, signal }) {
      return http.open({
        method: 'GET',
        route: '/api/v1/messages/{messageId}/attachments/{attachmentId}',
        params: { messageId: gatewayMessageId, attachmentId },
        providerAccountId,
        signal,
      });
    },
  };
}
