import type pg from 'pg';
import { createDb } from '@/db/client';
import { errorFields, type Logger } from '@/lib/core/log';
import { systemCtx } from '@/lib/jobs/system-scope';
import { processWebhook } from '@/lib/webhooks/handlers';
import { takeEvents } from '@/lib/webhooks/take-handlers';
import { type RunningEvent, WAITING_CHANNEL } from '@/lib/webhooks/turn-rules';

/** Longest gap until a missed notification, or an event whose pause is over, is noticed. */
const POLL_INTERVAL_MS = 1_000;
const GRACE_MS = 8_000;

/**
 * Processes stored deliveries, in turns of their accounts. Not as jobs: those have one order for all,
 * and an account that brings a hundred thousand would stand before everybody (decision 002).
 */
export class EventLoop {
  readonly #pool: pg.Pool;
  readonly #log: Logger;
  readonly #running = new Map<string, { event: RunningEvent; done: Promise<void> }>();
  #timer: NodeJS.Timeout | undefined;
  #listener: pg.PoolClient | undefined;
  #isConnecting = false;
  #filling: Promise<void> | undefined;
  #mustLookAgain = false;
  #isStopped = false;

  constructor(options: { pool: pg.Pool; log: Logger }) {
    this.#pool = options.pool;
    this.#log = options.log;
  }

  async start(): Promise<void> {
    await this.#listen();
    this.#timer = setInterval(() => {
      if (!this.#listener) void this.#listen();
      this.#fill();
    }, POLL_INTERVAL_MS);
    this.#fill();
  }

  /** Begins nothing more and waits for what runs, but no longer than a moment. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#filling;
    const all = Promise.all([...this.#running.values()].map(({ done }) => done));
    let grace: NodeJS.Timeout | undefined;
    await Promise.race([
      all,
      new Promise((resolve) => {
        grace = setTimeout(resolve, GRACE_MS);
      }),
    ]);
    clearTimeout(grace);
    this.#listener?.release(true);
    this.#listener = undefined;
  }

  /** Processes what is due, and what becomes due meanwhile, until nothing is; returns how many. */
  async runDue(): Promise<number> {
    for (let count = 0; ; ) {
      await this.#take();
      if (this.#running.size === 0) return count;
      count += this.#running.size;
      await Promise.all([...this.#running.values()].map(({ done }) => done));
    }
  }

  #fill(): void {
    this.#mustLookAgain = true;
    this.#filling ??= this.#takeAll().finally(() => {
      this.#filling = undefined;
      if (this.#mustLookAgain && !this.#isStopped) this.#fill();
    });
  }

  async #takeAll(): Promise<void> {
    while (this.#mustLookAgain && !this.#isStopped) {
      this.#mustLookAgain = false;
      try {
        await this.#take((event) => {
          this.#running.delete(event.id);
          if (!this.#isStopped) this.#fill();
        });
      } catch (error) {
        this.#log.warn(errorFields(error), 'webhook.not_taken');
      }
    }
  }

  async #take(onEnd = ({ id }: RunningEvent): unknown => this.#running.delete(id)): Promise<void> {
    const running = [...this.#running.values()].map(({ event }) => event);
    for (const event of await takeEvents(createDb(this.#pool), running)) {
      const done = this.#process(event).finally(() => onEnd(event));
      this.#running.set(event.id, { event, done });
    }
  }

  async #process({ id, workspaceId }: RunningEvent): Promise<void> {
    const log = this.#log.child({ eventId: id });
    try {
      await processWebhook({ eventId: id }, systemCtx(createDb(this.#pool), workspaceId), { log });
    } catch (error) {
      log.warn(errorFields(error), 'webhook.failed');
    }
  }

  async #listen(): Promise<void> {
    if (this.#isConnecting) return;
    this.#isConnecting = true;
    let client: pg.PoolClient | undefined;
    try {
      client = await this.#pool.connect();
      const lost = () => this.#lost(client);
      client.on('error', lost);
      client.on('end', lost);
      client.on('notification', () => this.#fill());
      await client.query(`listen ${WAITING_CHANNEL}`);
      this.#listener = client;
    } catch (error) {
      client?.release(true);
      this.#log.warn(errorFields(error), 'webhook.not_listening');
    } finally {
      this.#isConnecting = false;
    }
  }

  #lost(client: pg.PoolClient | undefined): void {
    if (!client || this.#listener !== client) return;
    this.#listener = undefined;
    client.release(true);
  }
}
