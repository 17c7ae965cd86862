import pg from 'pg';
import { newId } from '@/lib/core/ids';
import { type DeliveryIdentity, identifyDelivery } from '@/lib/gateway/webhook-payload';
import { WAITING_CHANNEL } from './turn-rules';

/** One delivery as it came. */
export interface Delivery {
  workspaceId: string;
  gatewayId: string;
  body: Buffer;
  contentType: string | null;
}

interface Waiting {
  delivery: Delivery;
  identity: DeliveryIdentity;
  /** Nobody waits for it any more; its sender was told to come again. */
  isGivenUp: boolean;
  settle(error: unknown): void;
}

/** A statement that takes longer may hang, so another connection is tried beside it. */
const SLOW_MS = 250;
const MAX_STATEMENTS = 4;
const MAX_TOGETHER = 64;
const MAX_BYTES_TOGETHER = 4 * 1024 * 1024;
const MAX_LANE_CHARACTERS = 200;

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
   * Resolves once the event is committed; a repeat is counted on the event that it
   * repeats. After `signal` it is not begun any more; one that is on its way may still be stored.
   */
  store(delivery: Delivery, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        delivery,
        identity: identifyDelivery(delivery.body),
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

  /**
   * What goes into the next statement: of each account in turn, so that a burst of one holds up no
   * other (W15). A statement can touch a row only once: a repeat waits for its turn.
   */
  #take(): Waiting[] {
    const together: Waiting[] = [];
    const keys = new Set<string>();
    let bytes = 0;
    const waiting = this.#waiting.filter(({ isGivenUp }) => !isGivenUp);
    for (const one of waiting.length > MAX_TOGETHER ? inTurns(waiting) : waiting) {
      const { delivery, identity } = one;
      const key = identity.key && `${delivery.gatewayId} ${identity.key}`;
      if (together.length >= MAX_TOGETHER || bytes > MAX_BYTES_TOGETHER) break;
      if (key && keys.has(key)) continue;
      if (key) keys.add(key);
      bytes += delivery.body.length;
      together.push(one);
    }
    const taken = new Set(together);
    this.#waiting = waiting.filter((one) => !taken.has(one));
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
          together.map(({ identity }) => identity.key),
          column(({ body }) => body),
          column(({ contentType }) => contentType),
          together.map(laneOf),
          WAITING_CHANNEL,
        ],
      });
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

/** The first of each lane, then the second of each, and so on. */
function inTurns(waiting: readonly Waiting[]): Waiting[] {
  const counts = new Map<string, number>();
  const turns = waiting.map((one) => {
    const lane = `${one.delivery.gatewayId} ${laneOf(one)}`;
    const turn = counts.get(lane) ?? 0;
    counts.set(lane, turn + 1);
    return { one, turn };
  });
  return turns.toSorted((first, second) => first.turn - second.turn).map(({ one }) => one);
}

/** Whose turn it counts for among those that wait for a worker. */
function laneOf({ identity }: Waiting): string {
  return identity.providerAccountId?.slice(0, MAX_LANE_CHARACTERS) ?? '';
}

// One statement is one transaction and one round trip. In one order everywhere, so that two processes
// with the same repeats do not wait for each other.
const STORE = `
  with event as (
    insert into webhook_events
      (id, workspace_id, gateway_id, origin, delivery_key, body, content_type, lane)
    select id, workspace_id, gateway_id, 'webhook', delivery_key, body, content_type, lane
    from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bytea[], $6::text[], $7::text[])
      as given (id, workspace_id, gateway_id, delivery_key, body, content_type, lane)
    order by gateway_id, delivery_key
    on conflict (gateway_id, delivery_key) where delivery_key is not null
      do update set duplicate_count = webhook_events.duplicate_count + 1
    returning (xmax = 0) as is_new
  )
  select pg_notify($8, '') from (select 1 from event where is_new limit 1) as anything`;
