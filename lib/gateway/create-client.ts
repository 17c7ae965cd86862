import type { GatewayClient } from './client';
import { createGatewayHttp, type GatewayHttpOptions } from './http';
import { accountVerbs } from './unipile-v1/accounts';
import { attachmentVerbs } from './unipile-v1/attachments';
import { chatVerbs } from './unipile-v1/chats';
import { emailVerbs } from './unipile-v1/emails';
import { invitationVerbs } from './unipile-v1/invitations';
import { profileVerbs } from './unipile-v1/profiles';
import { startVerbs } from './unipile-v1/starting';
import { webhookVerbs } from './unipile-v1/webhooks';
import { v2Client } from './unipile-v2/client';

/** Dialects of the API; each is a folder of verbs over the same `GatewayHttp`. */
export const GATEWAY_DIALECTS = ['unipile-v1', 'unipile-v2'] as const;
export type GatewayDialect = (typeof GATEWAY_DIALECTS)[number];

export interface GatewayClientOptions extends GatewayHttpOptions {
  dialect: GatewayDialect;
}

/**
 * A client for one gateway. It keeps no state of its own, so it may be made for each request.
 * Throws `invalid_input` when the address or the key cannot be one.
 */
export function createGatewayClient(options: GatewayClientOptions): GatewayClient {
  const http = createGatewayHttp(options);
  switch (options.dialect) {
    case 'unipile-v1':
      return {
        ...accountVerbs(http),
        ...attachmentVerbs(http),
        ...chatVerbs(http),
        ...emailVerbs(http),
        ...invitationVerbs(http),
        ...profileVerbs(http),
        ...startVerbs(http),
        ...webhookVerbs(http),
      };
    case 'unipile-v2':
      return v2Client(http);
  }
}
