import http from 'node:http';
import { createDb } from '@/db/client';
import { createGateway } from '@/db/testing/factories';
import { startProcess } from '@/e2e/support/stack';
import { newId } from '@/lib/core/ids';
import { WEBHOOK_SECRET_HEADER } from '@/lib/webhooks/receive';
import { timingOf } from '../measure';
import type { RunningProduct } from '../product';
import type { Line, ProductRow } from '../row';

const CONNECTIONS = 32;
const ROUND_MS = 4_000;
const ROUNDS = 3;
const SECRET = 'bench-secret';

/** Requests per second at 32 connections, in turn with a bare server that does one insert. */
export const ingestRow: ProductRow = {
  title: 'Webhook ingest',
  async run(product) {
    const gateway = await createGateway(
      createDb(product.pool),
      { id: product.account.workspaceId },
      { secret: SECRET },
    );
    await product.stopWorker();
    const bare = startProcess('bench-bare', ['bench/bare-ingest.ts'], {});
    const { port } = (await Promise.race([bare.ready, bare.failed])) as { port: number };
    const targets = {
      ours: new URL(`${product.urls[0]}/api/webhooks/${gateway.id}`),
      bare: new URL(`http://127.0.0.1:${port}/`),
    };
    const accepted = { ours: 0, bare: 0 };
    const times: Record<keyof typeof targets, number[]> = { ours: [], bare: [] };
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const name of ['ours', 'bare'] as const) {
          const answers = await fire(targets[name]);
          accepted[name] += answers.length;
          times[name].push(...answers);
        }
      }
    } finally {
      await bare.stop();
    }
    const stored = await countStored(product, gateway.id);
    const perSecond = (count: number) => count / ((ROUND_MS / 1_000) * ROUNDS);
    const ratio = accepted.ours / accepted.bare;
    const text = `${perSecond(accepted.ours).toFixed(0)}/s, ${ratio.toFixed(2)} × bare (≥ 0.5); ${accepted.ours - stored} lost of ${accepted.ours}`;
    const isKept = ratio >= 0.5 && stored === accepted.ours;
    return [
      { what: 'our route, 32 connections', ...timingOf(times.ours), bound: { text, isKept } },
      {
        what: `bare node:http with one insert, ${perSecond(accepted.bare).toFixed(0)}/s`,
        ...timingOf(times.bare),
      },
    ] satisfies Line[];
  },
};

/** Milliseconds of each accepted request of one round. */
async function fire(target: URL): Promise<number[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const endMs = performance.now() + ROUND_MS;
  const times: number[] = [];
  const connection = async () => {
    while (performance.now() < endMs) {
      const startMs = performance.now();
      if ((await post(target, agent)) === 200) times.push(performance.now() - startMs);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  agent.destroy();
  return times;
}

/** Every body is another one of about 1 KB, as events are; nobody understands them. */
function post(target: URL, agent: http.Agent): Promise<number> {
  const body = JSON.stringify({ event: 'bench', message_id: newId(), message: 'x'.repeat(900) });
  return new Promise((resolve, reject) => {
    const request = http.request(
      target,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          [WEBHOOK_SECRET_HEADER]: SECRET,
        },
      },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}

async function countStored({ pool }: RunningProduct, gatewayId: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int from webhook_events where gateway_id = $1',
    [gatewayId],
  );
  return rows[0]?.count ?? 0;
}
