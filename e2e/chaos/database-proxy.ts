import { connect, createServer, type Socket } from 'node:net';

/** `slow` adds 200 ms to every packet; `frozen` keeps connections open and lets nothing through. */
export type LineState = 'fine' | 'slow' | 'frozen';

const LATENCY_MS = 200;

/** The network between the product and Postgres, with its ways of failing (D3). */
export async function startDatabaseProxy(databasePort: number) {
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: LineState = 'fine';
  const thaw: (() => void)[] = [];

  function pipe(from: Socket, to: Socket): void {
    from.on('data', (bytes) => {
      const pass = () => void to.write(bytes);
      if (state === 'fine') pass();
      else if (state === 'slow') setTimeout(pass, LATENCY_MS);
      else thaw.push(pass);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }

  const server = createServer((client) => {
    const database = connect(databasePort, '127.0.0.1');
    const pair = [client, database] as const;
    pairs.add(pair);
    client.once('close', () => pairs.delete(pair));
    pipe(client, database);
    pipe(database, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    become(next: LineState) {
      state = next;
      if (next !== 'frozen') for (const pass of thaw.splice(0)) pass();
    },
    /** Every connection is cut at once. */
    reset() {
      thaw.length = 0;
      for (const [client, database] of pairs) {
        client.resetAndDestroy();
        database.destroy();
      }
    },
    async stop() {
      for (const [client, database] of pairs) {
        client.destroy();
        database.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
