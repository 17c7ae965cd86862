import type { Hono } from 'hono';
import type { ApiContext, ApiEnv } from '../api/context';
import { type Fields, httpUrl, optionalFlag, optionalText, readJson, textList } from '../input';
import type { Endpoint } from '../state';
import { conversationWire, endpointWire } from '../wire-v2/endpoint';
import { knownEvents } from '../wire-v2/events';
import { v2IdOf } from '../wire-v2/ids';
import type { World } from '../world';
import { findV2Account, v2NotFound } from './context';
import { invalidParameters } from './errors';
import { managementPage } from './pagination';

const longestText = 255;

/** `/v2/webhooks`: endpoints and the log of what was delivered to them. */
export function webhookRoutesV2(api: Hono<ApiEnv>, world: World): void {
  const all = () => [...world.state.endpoints.values()];

  api.get('/webhooks/endpoints', (c) => {
    const items = all().map((endpoint) => endpointWire(world, endpoint));
    return c.json(managementPage('WebhookEndpoints', items, c.req.query()));
  });

  api.post('/webhooks/endpoints', async (c) => {
    const fields = await readJson(c.req.raw);
    const url = readUrl(fields);
    if (url === undefined) throw invalidParameters('url is required');
    const triggerEvents = readTriggers(fields);
    if (triggerEvents === undefined) throw invalidParameters('trigger_events is required');
    const key = world.newId('endpoint');
    const endpoint: Endpoint = {
      id: v2IdOf('we', key),
      url,
      description: readDescription(fields) ?? null,
      isEnabled: true,
      triggerEvents,
      accountIds: readAccounts(world, fields) ?? [],
      secret: v2IdOf('wes', 'secret', key),
      createdAtMs: world.clock.now(),
    };
    world.state.endpoints.set(endpoint.id, endpoint);
    world.changed();
    return c.json(endpointWire(world, endpoint));
  });

  api.get('/webhooks/endpoints/:id', (c) => c.json(endpointWire(world, requireEndpoint(world, c))));

  api.patch('/webhooks/endpoints/:id', async (c) => {
    const endpoint = requireEndpoint(world, c);
    const fields = await readJson(c.req.raw);
    endpoint.url = readUrl(fields) ?? endpoint.url;
    endpoint.triggerEvents = readTriggers(fields) ?? endpoint.triggerEvents;
    endpoint.description = readDescription(fields) ?? endpoint.description;
    endpoint.accountIds = readAccounts(world, fields) ?? endpoint.accountIds;
    endpoint.isEnabled = optionalFlag(fields, 'enabled') ?? endpoint.isEnabled;
    world.changed();
    return c.json(endpointWire(world, endpoint));
  });

  api.delete('/webhooks/endpoints/:id', (c) => {
    world.state.endpoints.delete(requireEndpoint(world, c).id);
    world.changed();
    return c.json({ success: true });
  });

  api.get('/webhooks/conversations', (c) => {
    const { endpoint_id: endpointId, event_id: eventId, ...window } = c.req.query();
    if (endpointId === undefined) throw invalidParameters('endpoint_id is required');
    const found = world.log.conversations
      .filter((one) => one.endpointId === endpointId)
      .filter((one) => eventId === undefined || one.eventId === eventId)
      .reverse();
    return c.json(managementPage('WebhookConversations', found.map(conversationWire), window));
  });
}

function requireEndpoint(world: World, c: ApiContext): Endpoint {
  const endpoint = world.state.endpoints.get(c.req.param('id') ?? '');
  if (endpoint === undefined) throw v2NotFound('Webhook endpoint');
  return endpoint;
}

function readUrl(fields: Fields): string | undefined {
  const url = httpUrl(fields, 'url');
  if (url !== undefined && url.length > longestText) throw invalidParameters('url is too long');
  return url;
}

function readDescription(fields: Fields): string | undefined {
  const text = optionalText(fields, 'description');
  if (text !== undefined && text.length > longestText) {
    throw invalidParameters('description is too long');
  }
  return text;
}

function readTriggers(fields: Fields): string[] | undefined {
  const names = textList(fields, 'trigger_events');
  const unknown = names?.find((name) => !knownEvents.includes(name));
  if (unknown !== undefined) throw invalidParameters(`trigger_events: ${unknown} is not known`);
  return names;
}

function readAccounts(world: World, fields: Fields): string[] | undefined {
  return textList(fields, 'account_ids')?.map((id) => {
    const account = findV2Account(world, id);
    if (account === undefined) throw v2NotFound('Account');
    return account.id;
  });
}
