import type { GatewayClient } from '@/lib/gateway/client';
import type { GatewayHttp } from '@/lib/gateway/http';
import { accountVerbs } from './accounts';
import { attachmentVerbs } from './attachments';
import { authVerbs } from './auth';
import { chatVerbs } from './chats';
import { emailVerbs } from './emails';
import { invitationVerbs } from './invitations';
import { profileVerbs } from './profiles';
import { startVerbs } from './starting';
import { webhookVerbs } from './webhooks';

/** Every verb of ours in the dialect of Unipile v1. */
export function v1Client(http: GatewayHttp): GatewayClient {
  const accounts = accountVerbs(http);
  return {
    ...accounts,
    ...attachmentVerbs(http),
    ...authVerbs(http, accounts),
    ...chatVerbs(http),
    ...emailVerbs(http),
    ...invitationVerbs(http),
    ...profileVerbs(http),
    ...startVerbs(http),
    ...webhookVerbs(http),
  };
}
