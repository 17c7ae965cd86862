import type { GatewayClient } from '@/lib/gateway/client';
import type { GatewayHttp } from '@/lib/gateway/http';
import { accountVerbs } from './accounts';
import { authVerbs } from './auth';
import { chatVerbs } from './chats';
import { unsupportedEmailVerbs } from './emails';
import { profileVerbs } from './profiles';
import { relationRequestVerbs } from './relation-requests';
import { startVerbs } from './starting';
import { userVerbs } from './users';
import { webhookVerbs } from './webhooks';

/** Every verb of ours in the dialect of Unipile v2; e-mails it does not speak yet. */
export function v2Client(http: GatewayHttp): GatewayClient {
  const accounts = accountVerbs(http);
  return {
    ...accounts,
    ...authVerbs(http, accounts),
    ...chatVerbs(http),
    ...profileVerbs(http),
    ...relationRequestVerbs(http),
    ...startVerbs(http),
    ...unsupportedEmailVerbs,
    ...userVerbs(http),
    ...webhookVerbs(http),
  };
}
