import { addAccount, receiveChat, receiveChats } from './support/inbox';
import { openPage, PAGES } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 90_000 });
// Colours then change at once, so that a frame can be read right after a key.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.describe('320 px wide', () => {
  // The page for an unknown address comes with its 404.
  test.use({ viewport: { width: 320, height: 640 }, allowedConsoleErrors: [/status of 404/] });

  test('no page has to be scrolled sideways (1.4.10)', async ({ page, world, seat }) => {
    const longName = 'Donaudampfschifffahrtsgesellschaftskapitän, Linz';
    const { member: owner, account } = await seat({
      role: 'owner',
      name: 'Wilhelmina van den Heuvel-Achterberg',
      account: { name: longName },
    });
    await addAccount(world, owner, {
      name: `${longName} 2`,
      provider: 'WHATSAPP',
      apiStatus: 'CREDENTIALS',
      row: { status: 'reconnect_needed' },
    });
    const id = await receiveChat(world, account, {
      name: 'Mira Olsen',
      text: `https://harbourline.example/${'very-long-path/'.repeat(10)} ${'W'.repeat(200)}`,
    });
    const check = async (path: string) => {
      await expect(page.getByRole('heading', { level: 1 }).first(), path).toBeVisible();
      const widths = await page.evaluate(() =>
        [document.documentElement, document.querySelector('main')].map((element) => ({
          scroll: element?.scrollWidth ?? 0,
          client: element?.clientWidth ?? 0,
        })),
      );
      for (const { scroll, client } of widths) expect(scroll, path).toBeLessThanOrEqual(client);
    };
    const outside = [
      '/sign-in',
      '/sign-in/check-mail',
      '/sign-in/error?error=link',
      '/sign-in/link?token=none',
      '/invite/none',
      '/reconnect/none',
      '/connect/done',
      '/connect/failed',
      '/no/such/page',
    ];
    for (const path of outside) {
      await page.goto(path);
      await check(path);
    }
    for (const path of [...PAGES, '/invitations?view=planned', `/accounts/${account.id}`]) {
      await openPage(page, path);
      await check(path);
    }
    await page.goto(`/inbox/${id}`);
    await expect(page.getByRole('log')).toBeVisible();
    const log = await page
      .getByRole('log')
      .evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(log).toBeLessThanOrEqual(0);
    const pane = page.getByRole('region', { name: 'Conversation', exact: true });
    expect(await pane.evaluate((element) => element.scrollWidth)).toBeLessThanOrEqual(320);
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('a toast hides nothing of a sheet', async ({ page, world, seat }) => {
    const { account } = await seat();
    await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
    await openPage(page, '/inbox');
    await page
      .getByRole('row', { name: /Mira Olsen/ })
      .getByRole('link')
      .click();
    await expect(page.getByRole('log').getByText('Tuesday?')).toBeVisible();
    await page.keyboard.press('Shift+M');
    const toast = page.locator('[data-toast]');
    await expect(toast).toBeVisible();
    const boxOf = async (part: typeof toast) => (await part.boundingBox()) ?? { y: 0, height: 0 };
    const below = await boxOf(toast);
    await page.keyboard.press('h');
    const sheet = page.getByRole('dialog', { name: 'Snooze' });
    await expect(sheet).toBeVisible();
    await expect
      .poll(async () => {
        const { y, height } = await boxOf(toast);
        return (await boxOf(sheet)).y - (y + height);
      })
      .toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await boxOf(toast)).y).toBe(below.y);
  });

  test('the day is in sight while one scrolls and covers nothing of a message afterwards', async ({
    page,
    world,
    seat,
  }) => {
    const { account } = await seat();
    const text = Array.from({ length: 80 }, (_, line) => `Line ${line}`).join('\n');
    await receiveChat(world, account, { name: 'Mira Olsen', text });
    await openPage(page, '/inbox');
    // A key that nobody has is not taught.
    await expect(page.getByRole('searchbox', { name: 'Search' })).toBeVisible();
    await expect(page.getByRole('search').locator('kbd')).toBeHidden();
    await page
      .getByRole('row', { name: /Mira Olsen/ })
      .getByRole('link')
      .click();
    const messages = page.getByRole('region', { name: 'Messages', exact: true });
    const day = messages.locator('[data-day="Today"]');
    await messages.hover();
    await expect(day.locator('..')).toHaveCSS('opacity', '0');
    // It is there for less than a second: the page itself looks, frame by frame.
    const isShown = day.locator('..').evaluate(
      (line) =>
        new Promise<void>((resolve) => {
          const look = () => {
            if (getComputedStyle(line).opacity === '1') resolve();
            else requestAnimationFrame(look);
          };
          look();
        }),
    );
    await page.mouse.wheel(0, 200);
    await isShown;
    await expect(day).toBeInViewport();
    await expect(day.locator('..')).toHaveCSS('opacity', '0');
  });
});

test('the views stand in one row at every width, and the menu behind them leads to all of them (6.2)', async ({
  page,
  world,
  seat,
}) => {
  const { account } = await seat();
  await receiveChats(world, account, ['Ben', 'Ana']);
  await openPage(page, '/inbox');
  const bar = page.getByRole('group', { name: 'View', exact: true });
  const tops = () =>
    bar.getByRole('button').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  const overflow = () => bar.evaluate((element) => element.scrollWidth - element.clientWidth);
  for (const width of [1440, 1024, 768, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await expect(bar.getByRole('button', { name: 'Unread 2 conversations' })).toBeVisible();
    await expect.poll(async () => new Set(await tops()).size, { message: `${width}` }).toBe(1);
    expect(await overflow(), `${width}`).toBeLessThanOrEqual(0);
  }
  // Where there is no room for it the menu still has it, with its count.
  await expect(bar.getByRole('button', { name: /^Unassigned/ })).toBeHidden();
  await bar.getByRole('button', { name: 'All views' }).click();
  await page.getByRole('menuitemradio', { name: 'Unassigned 2 conversations' }).click();
  await expect(bar.getByRole('button', { name: /^Unassigned/, pressed: true })).toBeVisible();
  await page.setViewportSize({ width: 1440, height: 800 });
  await bar.getByRole('button', { name: 'All views' }).click();
  await page.getByRole('menuitemradio', { name: 'Done' }).click();
  await expect(page).toHaveURL(/view=done/);
  await expect(bar.getByRole('button', { name: 'Done', pressed: true })).toBeVisible();
});
