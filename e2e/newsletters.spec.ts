import type { Page } from '@playwright/test';
import { distance } from 'fastest-levenshtein';
import { createConversation } from '@/db/testing/factories';
import { readNewsletters } from '@/db/testing/newsletters';
import { storeEmail } from '@/db/testing/stored-emails';
import { FOLD_LABEL } from '@/lib/email-html/fold-rules';
import { STOPPED_SCRIPTS } from './support/email';
import { test as base, expect } from './support/fixtures';
import { addAccount } from './support/inbox';

const WIDTHS_PX = [720, 360];
const LEAST_ALIKE = 0.99;

interface Reader {
  /** What a browser shows of a document that nobody cleaned. */
  readRaw(html: string, widthPx: number): Promise<string>;
  /** What the frame of the product shows, with its quotes unfolded. */
  readShown(html: string, widthPx: number): Promise<Shown>;
}

interface Shown {
  text: string;
  folds: number;
  /** Its plain text stands in for HTML that could not be cleaned. */
  isPlain: boolean;
}

const test = base.extend<{ reader: Reader }>({
  reader: async ({ browser, context, page, db, team, sandbox }, use) => {
    const seller = await team.addMember('owner', 'Jane Ruiz');
    const account = await addAccount({ db, team, sandbox }, seller);
    const conversation = await createConversation(db, account, { title: 'Mail' });
    await team.signIn(context, seller);
    await page.goto('/settings/profile');
    const bare = await browser.newContext({ offline: true, javaScriptEnabled: false });
    const barePage = await bare.newPage();
    await use({
      async readRaw(html, width) {
        await barePage.setViewportSize({ width, height: 800 });
        await barePage.setContent(html);
        return collapse(await barePage.locator('body').innerText());
      },
      async readShown(html, widthPx) {
        const { message } = await storeEmail(db, conversation, { html });
        await showFrame(page, `/api/emails/${message.id}/body`, widthPx);
        const body = page.frameLocator('#mail').locator('body');
        const shown = await body.evaluate((root, label) => {
          const folds = [...root.querySelectorAll<HTMLDetailsElement>('details.quoted')];
          for (const fold of folds) {
            fold.open = true;
            const [summary] = fold.children;
            if (summary?.textContent === label) summary.remove();
          }
          const isPlain = root.querySelector('.plain') !== null;
          return { text: (root as HTMLElement).innerText, folds: folds.length, isPlain };
        }, FOLD_LABEL);
        return { ...shown, text: collapse(shown.text) };
      },
    });
    await bare.close();
  },
});

test.describe.configure({ timeout: 120_000 });
test.use({ allowedConsoleErrors: STOPPED_SCRIPTS });

test('of real newsletters every word stays readable, on a wide screen and a phone (E13)', async ({
  reader,
}) => {
  const found: { name: string; widthPx: number; characters: number; alike: number }[] = [];
  for (const [name, html] of Object.entries(readNewsletters())) {
    for (const widthPx of WIDTHS_PX) {
      const raw = await reader.readRaw(html, widthPx);
      const { text, isPlain } = await reader.readShown(html, widthPx);
      expect(isPlain, name).toBe(false);
      const alike = likeness(raw, text);
      found.push({ name, widthPx, characters: raw.length, alike });
    }
  }
  expect(found.length).toBeGreaterThan(11 * WIDTHS_PX.length);
  expect(Math.min(...found.map(({ characters }) => characters))).toBeGreaterThan(100);
  found.sort((a, b) => a.alike - b.alike);
  expect(found[0]?.alike, `the worst: ${JSON.stringify(found.slice(0, 5))}`).toBeGreaterThanOrEqual(
    LEAST_ALIKE,
  );
});

test('a newsletter that an answer quotes is all there once it is unfolded (E13)', async ({
  reader,
}) => {
  const [inner = ''] = Object.values(readNewsletters());
  const html = `<p>What do you think of it?</p><blockquote type="cite">${inner}</blockquote>`;
  const [raw, shown] = [await reader.readRaw(html, 720), await reader.readShown(html, 720)];
  expect(shown).toMatchObject({ folds: 1, isPlain: false });
  expect(raw.length).toBeGreaterThan(300);
  expect(likeness(raw, shown.text)).toBeGreaterThanOrEqual(LEAST_ALIKE);
});

test('a fiftieth of a text that gets lost is noticed: the measure works', async ({ reader }) => {
  const words = 'Every second yard has its longest queue on a Tuesday morning. '.repeat(49);
  // The cleaner takes drawings away with the words in them.
  const html = `<p>${words}</p><svg><text>${words.slice(0, words.length / 49)}</text></svg>`;
  const [raw, shown] = [await reader.readRaw(html, 720), await reader.readShown(html, 720)];
  expect(shown.text.length).toBeGreaterThan(2_000);
  expect(likeness(raw, shown.text)).toBeLessThan(LEAST_ALIKE);
});

function likeness(one: string, other: string): number {
  return 1 - distance(one, other) / Math.max(one.length, other.length, 1);
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function showFrame(page: Page, address: string, widthPx: number): Promise<void> {
  return page.evaluate(
    async ([src, width]) => {
      document.querySelector('#mail')?.remove();
      const frame = document.createElement('iframe');
      frame.id = 'mail';
      frame.setAttribute(
        'sandbox',
        'allow-same-origin allow-popups allow-popups-to-escape-sandbox',
      );
      frame.style.cssText = `position:fixed;inset:0 auto auto 0;width:${width}px;height:800px;border:0`;
      const loaded = new Promise((done) => frame.addEventListener('load', done));
      frame.src = src;
      document.body.append(frame);
      await loaded;
    },
    [address, widthPx] as const,
  );
}
