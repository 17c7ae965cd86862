import type { Hono } from 'hono';
import { type FaultRule, requestFaultKinds, webhookFaultKinds } from '../faults';
import {
  type Fields,
  isFields,
  optionalChoice,
  optionalFlag,
  optionalNumber,
  optionalText,
  readJson,
  requireChoice,
} from '../input';
import type { World } from '../world';

/** `/control/faults`: rules that make the API or the webhooks misbehave. */
export function faultRoutes(app: Hono, world: World): void {
  app.get('/control/faults', (c) => c.json({ faults: world.faults.list() }));

  app.post('/control/faults', async (c) => {
    const rule = world.faults.add(readRule(await readJson(c.req.raw)));
    return c.json(rule, 201);
  });

  app.delete('/control/faults', (c) => {
    world.faults.clear();
    return c.json({ cleared: true });
  });
}

function readRule(fields: Fields): Omit<FaultRule, 'id' | 'timesApplied'> {
  const kind = requireChoice(fields, 'kind', [
    ...requestFaultKinds,
    ...webhookFaultKinds.filter((name) => name !== 'delay'),
  ]);
  const isForWebhooks = webhookFaultKinds.some((name) => name === kind) && kind !== 'delay';
  const on = optionalChoice(fields, 'on', ['request', 'webhook']);
  const times = optionalNumber(fields, 'times') ?? 1;
  return {
    kind,
    on: on ?? (isForWebhooks ? 'webhook' : 'request'),
    match: readMatch(isFields(fields.match) ? fields.match : {}),
    // 0 = until removed.
    timesLeft: times === 0 ? null : times,
    delayMs: optionalNumber(fields, 'delayMs'),
    status: optionalNumber(fields, 'status'),
    type: optionalText(fields, 'type'),
    detail: optionalText(fields, 'detail'),
    body: optionalText(fields, 'body'),
    contentType: optionalText(fields, 'contentType'),
    sizeBytes: optionalNumber(fields, 'sizeBytes'),
    isAfterAction: optionalFlag(fields, 'afterAction'),
    ...(isFields(fields.headers) ? { headers: texts(fields.headers) } : {}),
  };
}

function readMatch(fields: Fields): FaultRule['match'] {
  return {
    method: optionalText(fields, 'method')?.toUpperCase(),
    path: optionalText(fields, 'path'),
    accountId: optionalText(fields, 'accountId'),
    source: optionalText(fields, 'source'),
    event: optionalText(fields, 'event'),
  };
}

function texts(fields: Fields): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, String(value)]));
}
