import { z } from 'zod';
import { read, readPages } from '@/lib/gateway/answers';
import type { GatewayClient, RegisteredWebhook, WebhookRegistration } from '@/lib/gateway/client';
import { id, objectNamed, optionalFlag, text } from '@/lib/gateway/fields';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import { removed } from '@/lib/gateway/outcomes';
import { notSupported, readPage } from './answers';
import { deletedSchema } from './wire';

const ROUTE = '/v2/webhooks/endpoints/';
const ONE = `${ROUTE}{endpointId}`;
const NAME = 'switchboard-';

// An unknown name makes the creation fail, so these are all known since the first version that we know.
const EVENTS: Readonly<Record<WebhookRegistration['source'], readonly string[]>> = {
  messaging: [
    'message.new',
    'message.update',
    'message.delete',
    'message.receipt.read',
    'message.receipt.delivery',
    'message.reaction.new',
  ],
  account_status: [
    'account.add',
    'account.reconnect',
    'account.remove',
    'account.status.running',
    'account.status.disconnected',
    'account.status.errored',
    'account.status.partial',
    'account.status.degraded',
    'account.initial_sync.completed',
  ],
  email: [],
  email_tracking: [],
  users: ['relation.new'],
};

const endpointSchema = z.object({
  object: objectNamed('WebhookEndpoint'),
  id,
  url: z
    .string()
    .transform((url) => url.trim())
    .catch(''),
  description: text,
  enabled: optionalFlag,
  secret: z.string().min(1).max(200).nullable().catch(null),
});

type WebhookVerbs = Pick<
  GatewayClient,
  'webhookSources' | 'listWebhooks' | 'createWebhook' | 'deleteWebhook'
>;

/** Endpoints that events are delivered to, signed with a secret that v2 makes (v2 §10). */
export function webhookVerbs(http: GatewayHttp): WebhookVerbs {
  return {
    webhookSources: ['messaging', 'account_status', 'users'],

    listWebhooks() {
      const call: Call = { method: 'GET', route: ROUTE };
      return readPages((cursor) => readPage(http, call, { cursor }, endpointSchema, toRegistered));
    },

    async createWebhook({ source, requestUrl }) {
      const events = EVENTS[source];
      if (events.length === 0) throw notSupported();
      const value = { trigger_events: events, url: requestUrl, description: `${NAME}${source}` };
      const body = { kind: 'json', value } as const;
      return (await read(http, { method: 'POST', route: ROUTE, body }, endpointSchema)).id;
    },

    async deleteWebhook(webhookId) {
      const call: Call = { method: 'DELETE', route: ONE, params: { endpointId: webhookId } };
      await removed(read(http, call, deletedSchema));
    },
  };
}

function toRegistered(wire: z.infer<typeof endpointSchema>): RegisteredWebhook {
  return {
    id: wire.id,
    requestUrl: wire.url,
    // v2 has no sources: the name that we gave it says which events it is for.
    source: wire.description?.startsWith(NAME) ? wire.description.slice(NAME.length) : null,
    isEnabled: wire.enabled ?? true,
    signingSecret: wire.secret,
  };
}
