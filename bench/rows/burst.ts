import { createDb } from '@/db/client';
import { createConversation, createTeam } from '@/db/testing/factories';
import { startProcess } from '@/e2e/support/stack';
import { openBrowser } from '../browser';
import { timingOf } from '../measure';
import type { ProductRow } from '../row';
import { seenAt, watchScreen, writeProbe } from './live';

const PER_SECOND = 2_000;
const BURST_MS = 60_000;
const BOUND_MS = 2_000;

/** W15: one account of another workspace brings as much as the web process takes, for a minute. */
export const burstRow: ProductRow = {
  title: 'Message to screen beside a burst of another workspace',
  async run({ urls, pool, account }) {
    const db = createDb(pool);
    const noisy = await createTeam(db);
    const chat = await createConversation(db, noisy.account);
    const { browser, page } = await openBrowser(urls[1], account.cookie);
    const countNoise = async (state: string) => {
      const { rows } = await pool.query<{ count: number }>(
        `select count(*)::int from webhook_events where gateway_id = $1 and state ${state}`,
        [noisy.gateway.id],
      );
      return rows[0]?.count ?? 0;
    };
    try {
      await watchScreen(page, urls[1]);
      await writeProbe(page, account, 'warm-up 1.');
      const load = startProcess('bench-burst', ['bench/burst-load.ts'], {
        TARGET: `${urls[0]}/api/webhooks/${noisy.gateway.id}`,
        SECRET: 'webhook-secret',
        ACCOUNT: noisy.account.providerAccountId,
        CHAT: chat.gatewayChatId,
        PER_SECOND: String(PER_SECOND),
      });
      const written = new Map<string, number>();
      const endMs = performance.now() + BURST_MS;
      try {
        await Promise.race([load.ready, load.failed]);
        for (let probe = 0; performance.now() < endMs; probe += 1) {
          const text = `probe ${probe}.`;
          written.set(text, Date.now());
          await writeProbe(page, account, text);
        }
      } finally {
        await load.stop();
      }
      const seen = await seenAt(page);
      const timing = timingOf(
        [...written].map(([text, atMs]) => (seen[text] ?? Number.NaN) - atMs),
      );
      const waiting = await countNoise("= 'received'");
      const stored = waiting + (await countNoise("<> 'received'"));
      const perSecond = (stored / (BURST_MS / 1_000)).toFixed(0);
      return [
        {
          what: `${written.size} messages beside ${perSecond}/s, ${waiting} of ${stored} left`,
          ...timing,
          bound: { text: `p95 < ${BOUND_MS} ms`, isKept: timing.p95 < BOUND_MS && stored > 0 },
        },
      ];
    } finally {
      await browser.close();
    }
  },
};
