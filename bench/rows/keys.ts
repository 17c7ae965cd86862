import type pg from 'pg';
import { createDb } from '@/db/client';
import { storeConversations } from '@/e2e/support/stored-conversations';
import { openBrowser } from '../browser';
import { timingOf } from '../measure';
import type { Line, ProductRow } from '../row';

const ROWS = 10_000;
const PRESSES = 60;
/** In each conversation that the key goes through. */
const MESSAGES = 25;
const PAINT_BOUND_MS = 100;
const SCRIPT_BOUND_BYTES = 250 * 1024;

/** From a key press to the frame that shows the next conversation, and what the inbox weighs. */
export const keysRow: ProductRow = {
  title: 'Key press to paint, next conversation (warm)',
  async run({ urls, pool, account }) {
    await storeConversations(createDb(pool), account, ROWS);
    await storeMessages(pool, PRESSES * 2);
    const { browser, page } = await openBrowser(urls[0], account.cookie);
    try {
      await page.goto(`${urls[0]}/inbox`);
      await page.getByRole('grid', { name: 'Conversations' }).waitFor();
      await page.waitForLoadState('networkidle');
      const scripts = await page.evaluate(() => {
        const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        const bytes = { first: 0, later: 0 };
        for (const entry of performance.getEntriesByType('resource')) {
          if (!new URL(entry.name).pathname.endsWith('.js')) continue;
          const part = entry.startTime <= (load?.loadEventEnd ?? 0) ? 'first' : 'later';
          bytes[part] += (entry as PerformanceResourceTiming).encodedBodySize;
        }
        return bytes;
      });
      const person = (number: number) =>
        page.getByRole('row', { name: new RegExp(`Person ${number}\\b`) }).getByRole('link');
      // Until the page has taken over, a letter does nothing.
      const isInList = () => page.evaluate('Boolean(document.activeElement.closest("[role=row]"))');
      while (!(await isInList())) await page.keyboard.press('j');
      // Every End loads on; pages come ahead of the rows.
      while (!(await person(ROWS).isVisible())) await page.keyboard.press('End');
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await page.getByRole('log').waitFor();
      // tsx wraps named functions in a helper of its own, which a page does not have.
      await page.evaluate('globalThis.__name = (named) => named');
      const times: number[] = [];
      for (let press = 0; press < PRESSES; press += 1) {
        // Warm: the neighbour is loaded while one reads.
        await page.waitForTimeout(400);
        times.push(await page.evaluate(pressAndWait));
      }
      const timing = timingOf(times);
      return [
        {
          what: `j with ${ROWS.toLocaleString('en')} rows, Chromium`,
          ...timing,
          bound: {
            text: `p95 ≤ ${PAINT_BOUND_MS} ms`,
            isKept: timing.p95 <= PAINT_BOUND_MS,
          },
        },
        {
          what: `client JavaScript of the inbox: ${kilobytes(scripts.first)} gzip`,
          p50: Number.NaN,
          p95: Number.NaN,
          bound: { text: '≤ 250 KB', isKept: scripts.first <= SCRIPT_BOUND_BYTES },
        },
        {
          what: `fetched after it was loaded: ${kilobytes(scripts.later)}`,
          p50: Number.NaN,
          p95: Number.NaN,
        },
      ] satisfies Line[];
    } finally {
      await browser.close();
    }
  },
};

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`;

/** Into the newest conversations, through which the key goes. */
async function storeMessages(pool: pg.Pool, conversationCount: number): Promise<void> {
  await pool.query(
    `insert into messages (id, workspace_id, account_id, conversation_id, gateway_message_id,
       provider_message_id, sender_provider_id, is_ours, text, sent_at)
     select gen_random_uuid(), c.workspace_id, c.account_id, c.id, c.id || '-' || n, c.id || '-' || n,
       'somebody', n % 3 = 0, 'Message ' || n || ' of a conversation', c.sort_at - n * interval '1 hour'
     from (select * from conversations order by sort_at desc limit $1) c, generate_series(1, $2) n`,
    [conversationCount, MESSAGES],
  );
}

/** In the page: milliseconds from the key until another conversation's messages are painted. */
async function pressAndWait(): Promise<number> {
  const nameOf = () => {
    const messages = document.querySelector('[role=log]');
    return messages?.clientHeight ? messages.getAttribute('aria-label') : null;
  };
  const before = nameOf();
  const startMs = performance.now();
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true }),
  );
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  while (!nameOf() || nameOf() === before) await frame();
  await frame();
  return performance.now() - startMs;
}
