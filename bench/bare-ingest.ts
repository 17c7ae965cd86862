import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';

/**
 * What the webhook route is measured against: a bare server that reads a body and stores it by one
 * insert with a unique key. Takes `DATABASE_URL` and prints its port as a JSON line.
 */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
await pool.query(
  'create table if not exists bare_events (id uuid primary key, body bytea not null)',
);

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  await pool.query({
    name: 'store',
    text: 'insert into bare_events (id, body) values ($1, $2) on conflict (id) do nothing',
    values: [randomUUID(), Buffer.concat(chunks)],
  });
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`);
});
process.once('SIGTERM', () => process.exit(0));
