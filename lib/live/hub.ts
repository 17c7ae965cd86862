import pg from 'pg';
import { errorFields, type Logger } from '@/lib/core/log';
import { HINT_CHANNEL, type Hint } from '@/lib/live/publish';

type Listener = (event: HubEvent) => void;
/** `resync`: hints may have been lost, so a subscriber must ask for everything once. */
export type HubEvent = { type: 'hint'; hint: Hint } | { type: 'resync' };

const RECONNECT_PAUSE_MS = 1_000;
const HEARTBEAT_MS = 15_000;

/**
 * One LISTEN connection of this process, outside the pool, shared by all its live streams. After a
 * lost connection it listens again and tells every subscriber to resync.
 */
export class LiveHub {
  readonly #connectionString: string;
  readonly #log: Logger;
  readonly #listeners = new Set<Listener>();
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #wasConnected = false;

  constructor(connectionString: string, log: Logger) {
    this.#connectionString = connectionString;
    this.#log = log;
  }

  get subscriberCount(): number {
    return this.#listeners.size;
  }

  async start(): Promise<void> {
    await this.#connect();
  }

  /** Calls `listener` for every hint of every workspace; the caller filters. Returns the way out. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
    await this.#client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#connectionString,
      connectionTimeoutMillis: 3_000,
      keepAlive: true,
      application_name: 'switchboard-live',
    });
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('connection ended')));
    client.on('notification', (notification) => this.#received(notification.payload));
    try {
      await client.connect();
      await client.query(`listen ${HINT_CHANNEL}`);
    } catch (error) {
      this.#lost(client, error);
      return;
    }
    this.#client = client;
    if (this.#wasConnected) this.#tell({ type: 'resync' });
    this.#wasConnected = true;
    this.#beat(client);
  }

  // A half-open connection delivers nothing and reports nothing; a query finds it.
  #beat(client: pg.Client): void {
    this.#timer = setTimeout(async () => {
      try {
        await Promise.race([
          client.query('select 1'),
          new Promise((_, reject) => setTimeout(() => reject(new Error('no heartbeat')), 5_000)),
        ]);
        if (this.#client === client) this.#beat(client);
      } catch (error) {
        this.#lost(client, error);
      }
    }, HEARTBEAT_MS).unref();
  }

  #lost(client: pg.Client, error: unknown): void {
    client.removeAllListeners();
    client.on('error', () => undefined);
    client.end().catch(() => undefined);
    if (this.#isStopped || (this.#client !== undefined && this.#client !== client)) return;
    this.#client = undefined;
    clearTimeout(this.#timer);
    this.#log.warn(errorFields(error), 'live.connection_lost');
    this.#timer = setTimeout(() => void this.#connect(), RECONNECT_PAUSE_MS);
  }

  #received(payload: string | undefined): void {
    if (!payload) return;
    this.#tell({ type: 'hint', hint: JSON.parse(payload) as Hint });
  }

  #tell(event: HubEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
