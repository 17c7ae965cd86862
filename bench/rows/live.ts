import { openBrowser } from '../browser';
import { timingOf } from '../measure';
import type { ProductRow } from '../row';

const PROBES = 60;
const WARM_UP = 5;
const PAUSE_MS = 250;
const BOUND_MS = 300;

interface Log {
  deliveries: { at: string; durationMs: number; status: number | string; messageId?: string }[];
}

/** From the moment a webhook is accepted by one web process to its text on a screen at the other. */
export const liveRow: ProductRow = {
  title: 'Webhook accepted to text on another screen',
  async run({ urls, account }) {
    const { sandbox, providerAccountId, cookie } = account;
    const [chatId] = account.gatewayChatIds;
    const { browser, page } = await openBrowser(urls[1], cookie);
    try {
      await page.goto(`${urls[1]}/inbox`);
      await page.getByRole('grid', { name: 'Conversations' }).waitFor();
      await page.evaluate(() => {
        const seen: Record<string, number> = {};
        Object.assign(window, { seen });
        new MutationObserver(() => {
          for (const [text] of document.body.innerText.matchAll(/probe \d+\./g)) {
            // Drawn with the next frame.
            if (!(text in seen)) {
              seen[text] = 0;
              requestAnimationFrame(() => {
                seen[text] = Date.now();
              });
            }
          }
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
      });
      const idOf = new Map<string, string>();
      for (let probe = 0; probe < WARM_UP + PROBES; probe += 1) {
        const text = `probe ${probe}.`;
        const { messageIds } = (await sandbox.control(
          'POST',
          `/accounts/${providerAccountId}/messages`,
          { chatId, text },
        )) as { messageIds: string[] };
        if (probe >= WARM_UP) idOf.set(text, messageIds[0] ?? '');
        await page.getByText(text).first().waitFor();
        await page.waitForTimeout(PAUSE_MS);
      }
      const seen = (await page.evaluate('window.seen')) as Record<string, number>;
      const { deliveries } = (await sandbox.control('GET', '/log')) as Log;
      const times = [...idOf].map(([text, messageId]) => {
        const delivery = deliveries.find(
          (one) => one.messageId === messageId && one.status === 200,
        );
        if (!delivery) throw new Error(`${text} was never accepted.`);
        return (seen[text] ?? Number.NaN) - (Date.parse(delivery.at) + delivery.durationMs);
      });
      const timing = timingOf(times);
      return [
        {
          what: `${PROBES} messages, two web processes, Chromium`,
          ...timing,
          bound: { text: `p95 ≤ ${BOUND_MS} ms`, isKept: timing.p95 <= BOUND_MS },
        },
      ];
    } finally {
      await browser.close();
    }
  },
};
