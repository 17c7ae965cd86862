import { read, readObject, readPages } from '@/lib/gateway/answers';
import type { GatewayClient, WebhookRegistration } from '@/lib/gateway/client';
import type { GatewayHttp } from '@/lib/gateway/http';
import { removed } from '@/lib/gateway/outcomes';
import { readPage } from './answers';
import { toRegisteredWebhook } from './map';
import { webhookCreatedSchema, webhookSchema } from './wire';

const PAGE_SIZE = 250;

// Explicit, because the defaults leave out most of them: messaging sends only message_received, and
// account_status leaves out connecting, ok and stopped.
const EVENTS: Record<WebhookRegistration['source'], readonly string[]> = {
  messaging: [
    'message_received',
    'message_read',
    'message_reaction',
    'message_edited',
    'message_deleted',
    'message_delivered',
  ],
  account_status: [
    'creation_success',
    'creation_fail',
    'deleted',
    'reconnected',
    'sync_success',
    'stopped',
    'ok',
    'connecting',
    'error',
    'credentials',
    'permissions',
  ],
  email: ['mail_received', 'mail_sent', 'mail_moved'],
  email_tracking: ['mail_opened', 'mail_link_clicked'],
  users: ['new_relation'],
};

type WebhookVerbs = Pick<
  GatewayClient,
  'webhookSources' | 'listWebhooks' | 'createWebhook' | 'deleteWebhook'
>;

/** Registrations of webhooks. There is no update: create anew, then delete. */
export function webhookVerbs(http: GatewayHttp): WebhookVerbs {
  return {
    webhookSources: ['messaging', 'account_status', 'email', 'email_tracking', 'users'],

    listWebhooks() {
      return readPages((cursor) => {
        const query = { cursor, limit: PAGE_SIZE };
        const call = { method: 'GET', route: '/api/v1/webhooks', query } as const;
        return readPage(http, call, webhookSchema, toRegisteredWebhook);
      });
    },

    async createWebhook(registration) {
      const body = { kind: 'json', value: registrationBody(registration) } as const;
      const call = { method: 'POST', route: '/api/v1/webhooks', body } as const;
      return (await read(http, call, webhookCreatedSchema)).webhook_id;
    },

    async deleteWebhook(webhookId) {
      const params = { webhookId };
      const call = { method: 'DELETE', route: '/api/v1/webhooks/{webhookId}', params } as const;
      await removed(readObject(http, call, 'WebhookDeleted'));
    },
  };
}

function registrationBody({ source, requestUrl, secret }: WebhookRegistration) {
  return {
    source,
    name: `switchboard-${source}`,
    request_url: requestUrl,
    format: 'json',
    enabled: true,
    events: EVENTS[source],
    // The stored headers are the only authentication that v1 offers, and without the second one the
    // JSON body arrives as form-encoded. No `account_ids`: accounts that
    // are connected later must report as well.
    headers: [
      { key: 'Unipile-Auth', value: secret },
      { key: 'Content-Type', value: 'application/json' },
    ],
  };
}
