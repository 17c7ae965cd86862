import { expect, type Page } from '@playwright/test';

/** The pages of the frame, for rules that hold on every one. */
export const PAGES = [
  '/inbox',
  '/accounts',
  '/overview',
  '/settings/profile',
  '/settings/keyboard',
  '/settings/sessions',
  '/settings/members',
  '/settings/webhooks',
] as const;

/** The page has taken over from the server's markup once its live stream asks. */
export async function openPage(page: Page, path: string): Promise<void> {
  const live = page.waitForRequest((request) => request.url().includes('/api/live'));
  await page.goto(path);
  await live;
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}
