import http from 'node:http';
import https from 'node:https';
import type { DeliveryEntry } from './log';
import type { Account, Webhook } from './state';
import type { World } from './world';

/** Pauses before the second to sixth attempt; the real ones are not published. */
const retryPausesMs = [5_000, 30_000, 120_000, 600_000, 1_800_000];
const parallelPerWebhook = 8;
/** Of what a receiver answers. */
const keptCharacters = 1_000;

export interface OutgoingEvent {
  source: string;
  /** Name a webhook subscribes to, lower case. */
  event: string;
  accountId: string;
  body: Record<string, unknown>;
  /** Of one that is gone by the time it is told. */
  account?: Account;
}

/** Where something is delivered to, and how: v1 and v2 differ in nothing else. */
export interface Target {
  id: string;
  url: string;
  /** Made anew for each attempt. */
  headers: () => Record<string, string>;
  isSuccess: (status: number) => boolean;
  /** False once it was removed: then nothing is tried again. */
  isThere: () => boolean;
  /** Told of each attempt that has ended. */
  onAttempt?: (attempt: { number: number; atMs: number; answer: Answer }) => void;
}

interface Answer {
  status: number | 'timeout' | 'unreachable';
  body: string | null;
}

const unreachable: Answer = { status: 'unreachable', body: null };

interface Delivery extends OutgoingEvent {
  id: string;
  target: Target;
  text: string;
  attempt: number;
}

/**
 * Delivers webhooks: POST within the time limit, five more attempts with the same body, no order
 * between events. v1 sends the stored headers, knows no signature, and success is 200 alone.
 */
export class Outbox {
  readonly #world: World;
  readonly #waiting = new Map<string, Delivery[]>();
  readonly #running = new Map<string, number>();
  readonly #requests = new Set<http.ClientRequest>();
  /** How others than v1 write the body of an event. */
  readonly wires = new Map<string, (text: string, event: OutgoingEvent) => string>();
  readonly #listeners: ((event: OutgoingEvent) => void)[] = [];
  #held: Delivery[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** Sends an event to every webhook that subscribed to it. */
  publish(event: OutgoingEvent): void {
    for (const webhook of this.#world.state.webhooks.values()) {
      if (!isSubscribed(webhook, event)) continue;
      const body = { ...event.body };
      if ('webhook_name' in body) body.webhook_name = webhook.name ?? '';
      const chosen = chooseKeys(body, webhook);
      const json = JSON.stringify(chosen);
      const wire = webhook.wire === undefined ? undefined : this.wires.get(webhook.wire);
      const text = webhook.format === 'form' ? encodeForm(chosen) : (wire?.(json, event) ?? json);
      this.deliver(event, this.#targetOf(webhook), text);
    }
    for (const listener of this.#listeners) listener(event);
  }

  /** Tells somebody else of every event: v2 sends them in its own format. */
  listen(listener: (event: OutgoingEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Sends one text to one target; `event` is what fault rules and the log know of it. */
  deliver(event: OutgoingEvent, target: Target, text: string): void {
    this.#applyFaults({ ...event, id: this.#world.newId('delivery'), target, text, attempt: 1 });
  }

  #targetOf(webhook: Webhook): Target {
    const headers: Record<string, string> = {};
    for (const { key, value } of webhook.headers) headers[key] = value;
    const hasType = Object.keys(headers).some((key) => key.toLowerCase() === 'content-type');
    // Seen on live traffic: a webhook made through the API announces a form unless a stored header
    // says otherwise, although the body is JSON text.
    if (!hasType) headers['Content-Type'] = 'application/x-www-form-urlencoded';
    return {
      id: webhook.id,
      url: webhook.requestUrl,
      headers: () => headers,
      isSuccess: (status) => status === 200,
      isThere: () => this.#world.state.webhooks.has(webhook.id),
    };
  }

  /**
   * Calls a `notify_url`: one attempt, JSON, no custom header. Resolves when it has ended, whatever
   * the outcome. Retries are not documented for it, so there are none.
   */
  async notify(
    url: string,
    body: { status: string; account_id: string; name?: string },
  ): Promise<void> {
    const text = JSON.stringify(body);
    const startedAt = Date.now();
    const { status } = await this.#post(url, text, { 'Content-Type': 'application/json' });
    this.#world.log.addDelivery({
      at: new Date(startedAt).toISOString(),
      deliveryId: this.#world.newId('delivery'),
      webhookId: null,
      url,
      source: 'hosted_auth',
      event: body.status,
      accountId: body.account_id,
      attempt: 1,
      status,
      durationMs: Date.now() - startedAt,
      isFinal: true,
    });
  }

  /** Resolves once nothing waits and nothing is on its way; retries to come do not count. */
  async settled(): Promise<void> {
    while (this.#isBusy()) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  #isBusy(): boolean {
    const waits = [...this.#waiting.values()].some((queue) => queue.length > 0);
    return waits || [...this.#running.values()].some((count) => count > 0);
  }

  /** Drops what waits and cuts what is on its way. */
  stop(): void {
    this.#waiting.clear();
    this.#held = [];
    for (const request of this.#requests) request.destroy();
  }

  #applyFaults(delivery: Delivery): void {
    const { faults, clock, log } = this.#world;
    const rule = faults.takeForWebhook(delivery.source, delivery.event, delivery.accountId);
    if (rule === null) {
      this.#enqueue(delivery);
      this.#releaseHeld();
    } else if (rule.kind === 'drop') {
      log.addDelivery({ ...entryOf(delivery), status: 'dropped', durationMs: 0, isFinal: true });
    } else if (rule.kind === 'duplicate') {
      this.#enqueue(delivery);
      this.#enqueue({ ...delivery });
    } else if (rule.kind === 'delay') {
      clock.later(rule.delayMs ?? 5_000, () => this.#enqueue(delivery));
    } else {
      // Reorder: hold this one back until the next event has gone out, or for a while.
      this.#held.push(delivery);
      clock.later(rule.delayMs ?? 10_000, () => this.#releaseHeld());
    }
  }

  #releaseHeld(): void {
    const held = this.#held;
    this.#held = [];
    for (const delivery of held) this.#world.clock.later(200, () => this.#enqueue(delivery));
  }

  #enqueue(delivery: Delivery): void {
    const queue = this.#waiting.get(delivery.target.id) ?? [];
    queue.push(delivery);
    this.#waiting.set(delivery.target.id, queue);
    this.#drain(delivery.target.id);
  }

  #drain(webhookId: string): void {
    const running = this.#running.get(webhookId) ?? 0;
    if (running >= parallelPerWebhook) return;
    const next = this.#waiting.get(webhookId)?.shift();
    if (next === undefined) return;
    this.#running.set(webhookId, running + 1);
    void this.#attempt(next).finally(() => {
      this.#running.set(webhookId, (this.#running.get(webhookId) ?? 1) - 1);
      this.#drain(webhookId);
    });
    this.#drain(webhookId);
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const startedAt = Date.now();
    const { target, attempt } = delivery;
    const answer = await this.#post(target.url, delivery.text, target.headers());
    const { status } = answer;
    const pauseMs = retryPausesMs[attempt - 1];
    const isTaken = typeof status === 'number' && target.isSuccess(status);
    const isFinal = isTaken || pauseMs === undefined;
    target.onAttempt?.({ number: attempt, atMs: startedAt, answer });
    this.#world.log.addDelivery({
      ...entryOf(delivery),
      at: new Date(startedAt).toISOString(),
      status,
      durationMs: Date.now() - startedAt,
      isFinal,
    });
    if (isFinal || !target.isThere()) return;
    const again = { ...delivery, attempt: attempt + 1 };
    this.#world.clock.later(pauseMs, () => this.#enqueue(again));
  }

  #post(url: string, text: string, headers: Record<string, string>): Promise<Answer> {
    return new Promise((resolve) => {
      const client = url.startsWith('https:') ? https : http;
      const request = client.request(url, {
        method: 'POST',
        agent: false,
        headers: {
          Accept: 'application/json, text/plain, */*',
          'User-Agent': 'axios/1.7.7',
          'Content-Length': String(Buffer.byteLength(text)),
          ...headers,
        },
      });
      this.#requests.add(request);
      const limit = setTimeout(() => {
        resolve({ status: 'timeout', body: null });
        request.destroy();
      }, this.#world.behaviour.webhookTimeoutMs);
      request.on('response', (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => {
          const body = Buffer.concat(pieces).toString('utf8').slice(0, keptCharacters);
          resolve({ status: response.statusCode ?? 'unreachable', body });
        });
        response.on('error', () => resolve(unreachable));
      });
      request.on('error', () => resolve(unreachable));
      request.on('close', () => {
        clearTimeout(limit);
        this.#requests.delete(request);
        resolve(unreachable);
      });
      request.end(text);
    });
  }
}

function entryOf(delivery: Delivery): Omit<DeliveryEntry, 'status' | 'durationMs' | 'isFinal'> {
  const { message_id: messageId } = delivery.body;
  return {
    at: new Date().toISOString(),
    deliveryId: delivery.id,
    webhookId: delivery.target.id,
    url: delivery.target.url,
    source: delivery.source,
    event: delivery.event,
    accountId: delivery.accountId,
    ...(typeof messageId === 'string' && { messageId }),
    attempt: delivery.attempt,
  };
}

function isSubscribed(webhook: Webhook, event: OutgoingEvent): boolean {
  if (!webhook.isEnabled || webhook.source !== event.source) return false;
  if (webhook.accountIds.length > 0 && !webhook.accountIds.includes(event.accountId)) return false;
  return webhook.events.includes(event.event);
}

/** `data` selects and renames the keys; without it the whole body goes out. */
function chooseKeys(body: Record<string, unknown>, webhook: Webhook): Record<string, unknown> {
  if (webhook.data.length === 0) return body;
  const chosen: Record<string, unknown> = {};
  for (const { name, key } of webhook.data) {
    if (key in body) chosen[name] = body[key];
  }
  return chosen;
}

function encodeForm(body: Record<string, unknown>): string {
  const form = new URLSearchParams();
  for (const [key, value] of Object.entries(body)) {
    form.set(
      key,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value),
    );
  }
  return form.toString();
}
