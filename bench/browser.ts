import { type Browser, chromium, type Page } from '@playwright/test';
import { findBrowser } from '@/scripts/browser.mjs';

/** A real Chromium that is signed in with a session cookie (`name=value`) at `url`. */
export async function openBrowser(
  url: string,
  cookie: string,
): Promise<{ browser: Browser; page: Page }> {
  const { executablePath, env, args } = findBrowser();
  const browser = await chromium.launch({ executablePath, env, args });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url, httpOnly: true }]);
  return { browser, page: await context.newPage() };
}
