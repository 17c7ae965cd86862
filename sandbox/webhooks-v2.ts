import { createHmac } from 'node:crypto';
import type { Account, Endpoint } from './state';
import type { OutgoingEvent, Target } from './webhooks-out';
import { v2Provider } from './wire-v2/account';
import { eventsOfV2 } from './wire-v2/events';
import { applicationId, v2AccountId, v2IdOf } from './wire-v2/ids';
import type { World } from './world';

/** Sends an event of v1 as v2 knows it to every endpoint that asked for it, signed. */
export function publishV2(world: World, event: OutgoingEvent): void {
  const endpoints = [...world.state.endpoints.values()].filter(({ isEnabled }) => isEnabled);
  if (endpoints.length === 0) return;
  const account = world.state.accounts.get(event.accountId) ?? event.account;
  if (account === undefined || v2Provider(account.type) === null) return;
  const told = eventsOfV2(world, event, account);
  if (told === null) return;
  const { type, payload } = told;
  const id = v2IdOf('evt', world.newId('event'));
  const text = JSON.stringify({
    id,
    type,
    created_at: new Date(world.clock.now()).toISOString(),
    account_id: v2AccountId(account),
    account_provider: v2Provider(account.type),
    account_name: account.name,
    application_id: applicationId,
    application_production: false,
    payload,
  });
  for (const endpoint of endpoints) {
    if (!isWanted(endpoint, type, account)) continue;
    const target = targetOf(world, endpoint, { id, type, text });
    world.outbox.deliver({ ...event, event: type }, target, text);
  }
}

function isWanted(endpoint: Endpoint, type: string, account: Account): boolean {
  if (!endpoint.triggerEvents.includes(type)) return false;
  return endpoint.accountIds.length === 0 || endpoint.accountIds.includes(account.id);
}

/** Any 2xx counts; each attempt is signed anew, over the time and the bytes that leave. */
function targetOf(
  world: World,
  endpoint: Endpoint,
  event: { id: string; type: string; text: string },
): Target {
  return {
    id: endpoint.id,
    url: endpoint.url,
    headers: () => ({
      'Content-Type': 'application/json',
      'unipile-signature': signatureOf(endpoint.secret, event.text, world.clock.now()),
    }),
    isSuccess: (status) => status >= 200 && status <= 299,
    isThere: () => world.state.endpoints.has(endpoint.id),
    onAttempt: ({ number, atMs, answer }) =>
      world.log.addConversation({
        id: v2IdOf('wc', world.newId('conversation')),
        endpointId: endpoint.id,
        eventId: event.id,
        eventType: event.type,
        isFirstAttempt: number === 1,
        atMs,
        httpStatus: typeof answer.status === 'number' ? answer.status : null,
        url: endpoint.url,
        responseBody: answer.body,
      }),
  };
}

/** `t=<unix seconds>,v0=<hex>`: HMAC-SHA256 of the time, a full stop and the body. */
export function signatureOf(secret: string, text: string, atMs: number): string {
  const t = Math.floor(atMs / 1_000);
  return `t=${t},v0=${createHmac('sha256', secret).update(`${t}.${text}`).digest('hex')}`;
}
