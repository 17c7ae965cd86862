import pg from 'pg';
import { newId } from '@/lib/core/ids';
import { deliveryKeyOf } from '@/lib/gateway/webhook-payload';
import { PRIORITY } from '@/lib/jobs/enqueue';
import { processWebhookJob } from './jobs';

/** One delivery as it came. */
export interface Delivery {
  workspaceId: string;
  gatewayId: string;
  body: Buffer;
  contentType: string | null;
}

interface Waiting {
  delivery: Delivery;
  deliveryKey: string | null;
  /** Nobody waits for it any more; its sender was told to come again. */
  isGivenUp: boolean;
  settle(error: unknown): void;
}

/** A statement that takes longer may hang, so another connection is tried beside it. */
const SLOW_MS = 250;
const MAX_STATEMENTS = 4;
const MAX_TOGETHER = 64;
const MAX_BYTES_TOGETHER = 4 * 1024 * 1024;

/**
 * Stores deliveries, those that arrive while others are on their way together in the next statement:
 * a commit costs the same for one as for sixty.
 */
export class DeliveryStore {
  readonly #pool: pg.Pool;
  #waiting: Waiting[] = [];
  #statements = 0;
  #begunAtMs = 0;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /**
   * Resolves once the event and its job are committed; a repeat is counted on the event that it
   * repeats. After `signal` it is not begun any more; one that is on its way may still be stored.
   */
  store(delivery: Delivery, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        delivery,
        deliveryKey: deliveryKeyOf(delivery.body),
        isGivenUp: false,
        settle: (error) => (error ? reject(error) : resolve()),
      };
      signal.addEventListener('abort', () => {
        waiting.isGivenUp = true;
        reject(signal.reason);
      });
      this.#waiting.push(waiting);
      this.#begin();
    });
  }

  #begin(): void {
    const isSlow = performance.now() - this.#begunAtMs > SLOW_MS;
    if (this.#statements > 0 && !(isSlow && this.#statements < MAX_STATEMENTS)) return;
    const together = this.#take();
    if (together.length === 0) return;
    this.#statements += 1;
    this.#begunAtMs = performance.now();
    void this.#storeAll(together).finally(() => {
      this.#statements -= 1;
      this.#begin();
    });
  }

  /** What goes into the next statement, which can touch a row only once: a repeat waits for its turn. */
  #take(): Waiting[] {
    const together: Waiting[] = [];
    const left: Waiting[] = [];
    const keys = new Set<string>();
    let bytes = 0;
    for (const waiting of this.#waiting) {
      if (waiting.isGivenUp) continue;
      const { delivery, deliveryKey } = waiting;
      const key = deliveryKey && `${delivery.gatewayId} ${deliveryKey}`;
      const isFull = together.length >= MAX_TOGETHER || bytes > MAX_BYTES_TOGETHER;
      if (isFull || (key && keys.has(key))) {
        left.push(waiting);
        continue;
      }
      if (key) keys.add(key);
      bytes += delivery.body.length;
      together.push(waiting);
    }
    this.#waiting = left;
    return together;
  }

  async #storeAll(together: readonly Waiting[]): Promise<void> {
    const error = await this.#insert(together);
    // Refused for what one of them is, e.g. its gateway was removed: the others are not to suffer.
    if (error instanceof pg.DatabaseError && together.length > 1) {
      for (const one of together) if (!one.isGivenUp) one.settle(await this.#insert([one]));
      return;
    }
    for (const one of together) one.settle(error);
  }

  async #insert(together: readonly Waiting[]): Promise<unknown> {
    const column = <T>(of: (delivery: Delivery) => T) =>
      together.map(({ delivery }) => of(delivery));
    try {
      await this.#pool.query({
        name: 'webhook_store',
        text: STORE,
        values: [
          together.map(() => newId()),
          column(({ workspaceId }) => workspaceId),
          column(({ gatewayId }) => gatewayId),
          together.map(({ deliveryKey }) => deliveryKey),
          column(({ body }) => body),
          column(({ contentType }) => contentType),
          processWebhookJob.name,
          processWebhookJob.maxAttempts,
          PRIORITY.event,
        ],
      });
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

// One statement is one transaction and one round trip: events and their jobs exist together or not at
// all. In one order everywhere, so that two processes with the same repeats do not wait for each other.
const STORE = `
  with event as (
    insert into webhook_events (id, workspace_id, gateway_id, origin, delivery_key, body, content_type)
    select id, workspace_id, gateway_id, 'webhook', delivery_key, body, content_type
    from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bytea[], $6::text[])
      as given (id, workspace_id, gateway_id, delivery_key, body, content_type)
    order by gateway_id, delivery_key
    on conflict (gateway_id, delivery_key) where delivery_key is not null
      do update set duplicate_count = webhook_events.duplicate_count + 1
    returning id, workspace_id, (xmax = 0) as is_new
  ), fresh as (
    select array_agg((
      $7, json_build_object('workspaceId', workspace_id, 'eventId', id), null, null, $8, null, $9, null
    )::graphile_worker.job_spec) as jobs
    from event where is_new
  )
  select count(*) from fresh, lateral graphile_worker.add_jobs(fresh.jobs) where fresh.jobs is not null`;
