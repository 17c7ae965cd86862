import type { Page } from '@playwright/test';
import type { SyncedAccount } from '@/e2e/support/synced-account';
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
    const { browser, page } = await openBrowser(urls[1], account.cookie);
    try {
      await watchScreen(page, urls[1]);
      for (let probe = 0; probe < WARM_UP; probe += 1)
        await writeProbe(page, account, `warm-up ${probe}.`);
      const ids = new Map<string, string>();
      for (let probe = 0; probe < PROBES; probe += 1) {
        const text = `probe ${probe}.`;
        ids.set(text, await writeProbe(page, account, text));
      }
      const seen = await seenAt(page);
      const { deliveries } = (await account.sandbox.control('GET', '/log')) as Log;
      const times = [...ids].map(([text, messageId]) => {
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

/** Opens the inbox and notes from then on when each probe is first drawn. */
export async function watchScreen(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/inbox`);
  await page.getByRole('grid', { name: 'Conversations' }).waitFor();
  await page.evaluate(() => {
    const seen: Record<string, number> = {};
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const [text] of document.body.innerText.matchAll(/(probe|warm-up) \d+\./g)) {
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
}

/** Milliseconds since 1970 at which each probe was drawn. */
export async function seenAt(page: Page): Promise<Record<string, number>> {
  return (await page.evaluate('window.seen')) as Record<string, number>;
}

/** A message of a contact; returns its id once it is on the screen. */
export async function writeProbe(
  page: Page,
  { sandbox, providerAccountId, gatewayChatIds }: SyncedAccount,
  text: string,
): Promise<string> {
  const [chatId] = gatewayChatIds;
  const { messageIds } = (await sandbox.control('POST', `/accounts/${providerAccountId}/messages`, {
    chatId,
    text,
  })) as { messageIds: string[] };
  await page.getByText(text).first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(PAUSE_MS);
  return messageIds[0] ?? '';
}
