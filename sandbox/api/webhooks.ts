import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Hono } from 'hono';
import { shortType } from '../domain/webhook-bodies';
import { invalid, missing, notFound } from '../errors';
import {
  type Fields,
  httpUrl,
  isFields,
  optionalChoice,
  optionalFlag,
  optionalText,
  readJson,
  requireChoice,
  textList,
} from '../input';
import { cutPage, listLimit, readPage } from '../pagination';
import type { Webhook } from '../state';
import type { World } from '../world';
import type { ApiEnv } from './context';
import {
  dataKeysBySource,
  defaultEvents,
  eventsBySource,
  type Source,
  sources,
} from './webhook-sources';

/** `/webhooks`: list, create, delete. There is no update in v1. */
export function webhookRoutes(
  api: Hono<ApiEnv>,
  world: World,
  { isPostpress }: { isPostpress: boolean },
): void {
  const isOurs = (webhook: Webhook) => (webhook.wire === 'postpress') === isPostpress;
  api.get('/webhooks', (c) => {
    const page = cutPage(
      [...world.state.webhooks.values()].filter(isOurs),
      readPage(c.req.query(), [], listLimit),
      (webhook) => ({ id: webhook.id, date: webhook.createdAtMs }),
    );
    return c.json({
      object: 'WebhookList',
      items: page.items.map((webhook) => webhookWire(world, webhook)),
      cursor: page.cursor,
    });
  });

  api.post('/webhooks', async (c) => {
    const webhook = readWebhook(world, await readJson(c.req.raw));
    if (isPostpress) webhook.wire = 'postpress';
    world.state.webhooks.set(webhook.id, webhook);
    world.changed();
    return c.json({ object: 'WebhookCreated', webhook_id: webhook.id }, 201);
  });

  api.delete('/webhooks/:id', (c) => {
    const webhook = world.state.webhooks.get(c.req.param('id'));
    if (webhook === undefined || !isOurs(webhook)) throw notFound('Webhook');
    world.state.webhooks.delete(webhook.id);
    world.changed();
    return c.json({ object: 'WebhookDeleted' });
  });
}

function webhookWire(world: World, webhook: Webhook) {
  return {
    object: 'Webhook',
    id: webhook.id,
    source: webhook.source,
    // Objects, not ids; empty when the webhook is for every account.
    account_ids: webhook.accountIds.flatMap((id) => {
      const account = world.state.accounts.get(id);
      return account === undefined ? [] : { id, name: account.name, type: shortType(account.type) };
    }),
    enabled: webhook.isEnabled,
    ...(webhook.name === undefined ? {} : { name: webhook.name }),
    request_url: webhook.requestUrl,
    format: webhook.format,
    headers: webhook.headers,
    data: webhook.data,
    events: webhook.events,
    type: 'AUTO',
  };
}

function readWebhook(world: World, fields: Fields): Webhook {
  const source = requireChoice(fields, 'source', sources);
  const requestUrl = httpUrl(fields, 'request_url');
  if (requestUrl === undefined) throw missing('request_url');
  const accountIds = textList(fields, 'account_ids') ?? [];
  for (const id of accountIds)
    if (!world.state.accounts.has(id)) throw invalid(`account_ids: ${id} is unknown`);
  const headers = readPairs(fields.headers, 'headers').map(({ key, other }) => ({
    key,
    value: other,
  }));
  for (const { key, value } of headers) refuseUnusableHeader(key, value);
  const webhook: Webhook = {
    id: world.newId('webhook'),
    source,
    requestUrl,
    isEnabled: optionalFlag(fields, 'enabled') ?? true,
    format: optionalChoice(fields, 'format', ['json', 'form']) ?? 'json',
    headers,
    events: readEvents(fields, source),
    accountIds,
    data: readData(fields, source),
    createdAtMs: world.clock.now(),
  };
  const name = optionalText(fields, 'name');
  if (name !== undefined) webhook.name = name;
  return webhook;
}

/** A header that cannot be sent would make every delivery fail. */
function refuseUnusableHeader(key: string, value: string): void {
  try {
    validateHeaderName(key);
    validateHeaderValue(key, value);
  } catch {
    throw invalid(`headers: ${key} cannot be sent`);
  }
}

function readEvents(fields: Fields, source: Source): string[] {
  const known = eventsBySource[source];
  const events = textList(fields, 'events');
  if (events === undefined) return defaultEvents[source];
  for (const event of events) {
    if (!known.includes(event)) throw invalid(`events: ${event} is not known for ${source}`);
  }
  return events;
}

function readData(fields: Fields, source: Source): Webhook['data'] {
  const keys = dataKeysBySource[source];
  const pairs = readPairs(fields.data, 'data', 'name');
  for (const { key } of pairs) {
    if (!keys.includes(key)) throw invalid(`data: ${key} is not known for ${source}`);
  }
  return pairs.map(({ key, other }) => ({ name: other, key }));
}

function readPairs(value: unknown, field: string, otherName: 'value' | 'name' = 'value') {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid(`${field} must be a list`);
  return value.map((item: unknown) => {
    const key = isFields(item) ? item.key : undefined;
    const other = isFields(item) ? item[otherName] : undefined;
    if (typeof key !== 'string' || typeof other !== 'string') {
      throw invalid(`${field} must hold key and ${otherName}`);
    }
    return { key, other };
  });
}
