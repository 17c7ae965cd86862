import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page, type Worker } from '@playwright/test';
import { findExtensionBrowser } from '@/scripts/extension-browser.mjs';

const FOLDER = join(import.meta.dirname, '../../extension');

/** A browser of its own, in which the extension is loaded as a person loads it from its folder. */
export interface ExtensionBrowser {
  context: BrowserContext;
  /** The extension's own process. */
  worker: Worker;
  /** Opens what a press on the extension's button opens, as a page. */
  openPopup(): Promise<Page>;
  /** Signs somebody in to the stand-in of LinkedIn: their session and the number in its pages. */
  signInAtLinkedIn(cookie: string, memberId: string): Promise<void>;
  /** Opens a page of LinkedIn, which tells the extension who is signed in. */
  visitLinkedIn(): Promise<void>;
  close(): Promise<void>;
}

export async function openExtensionBrowser(): Promise<ExtensionBrowser> {
  const { executablePath, env } = findExtensionBrowser();
  const profile = await mkdtemp(join(tmpdir(), 'switchboard-extension-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    env,
    // Playwright's own headless mode is a shell without extensions.
    headless: true,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-dev-shm-usage',
      `--disable-extensions-except=${FOLDER}`,
      `--load-extension=${FOLDER}`,
    ],
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  let memberId = '';
  await context.route('https://www.linkedin.com/**', (route) =>
    route.fulfill({
      contentType: 'text/html',
      // As LinkedIn writes data for its own scripts into its pages.
      body: `<!doctype html><title>Feed</title><code style="display:none">${JSON.stringify({
        data: { plainId: Number(memberId) },
      })}</code><h1>Feed</h1>`,
    }),
  );
  return {
    context,
    worker,
    async openPopup() {
      const page = await context.newPage();
      await page.setViewportSize({ width: 360, height: 600 });
      await page.goto(new URL('popup.html', worker.url()).href);
      return page;
    },
    async signInAtLinkedIn(cookie, member) {
      memberId = member;
      await context.addCookies([
        {
          name: 'li_at',
          value: cookie,
          domain: '.www.linkedin.com',
          path: '/',
          secure: true,
          httpOnly: true,
          sameSite: 'None',
        },
      ]);
    },
    async visitLinkedIn() {
      const page = await context.newPage();
      await page.goto('https://www.linkedin.com/feed/');
      // It stays open, as a page of a person's does: the extension asks and tells after it is there.
      await page.getByRole('heading', { name: 'Feed' }).waitFor();
    },
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
