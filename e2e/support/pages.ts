import { expect, type Page } from '@playwright/test';

/** The pages of the frame, for rules that hold on every one. */
export const PAGES = [
  '/inbox',
  '/accounts',
  // A page with a form gives its first field the focus; this one has none.
  '/accounts/connect?provider=GOOGLE',
  '/invitations',
  '/people',
  '/people/imports',
  '/overview',
  '/overview/incidents',
  '/settings/profile',
  '/settings/keyboard',
  '/settings/sessions',
  '/settings/extension',
  '/settings/members',
  '/settings/connections',
  '/settings/privacy',
  '/settings/webhooks',
] as const;

/** The page has taken over from the server's markup once its live stream asks. */
export async function openPage(page: Page, path: string): Promise<void> {
  const live = page.waitForRequest((request) => request.url().includes('/api/live'));
  await page.goto(path);
  await live;
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** As `openPage`, and the conversation has taken over as well: then it asks who else is there. */
export async function openConversation(page: Page, conversationId: string): Promise<void> {
  const path = `/api/conversations/${conversationId}/presence`;
  const isAlive = page.waitForRequest((request) => request.url().includes(path));
  await openPage(page, `/inbox/${conversationId}`);
  await isAlive;
}

/**
 * Keeps answers of these addresses back: `asked` when the first is asked for, until `release`. Asked of the server only
 * then, or, where `isDone`, at once: what was asked for is done, and only the browser does not know.
 */
export async function holdAnswers(page: Page, url: RegExp, { isDone = false } = {}) {
  let release = () => {};
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(url, async (route) => {
    const answer = isDone ? await route.fetch() : null;
    await isReleased;
    await (answer ? route.fulfill({ response: answer }) : route.continue());
  });
  return { asked: page.waitForRequest(url), release };
}

/** What the browser has to draw is drawn. */
export async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
}
