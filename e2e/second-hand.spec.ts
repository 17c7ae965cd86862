import type { BrowserContext, Page } from '@playwright/test';
import { STOPPED_SCRIPTS, sentFrom } from './support/email';
import { receiveEmail } from './support/inbox';
import { openPage } from './support/pages';
import { test as base, expect } from './support/seat';

const RAN = /^ran:/;
/** What the vectors would become if a text were taken for markup. */
const LIVE =
  '[onerror], [onmouseover], [onfocus], img[src="x"], a[href^="javascript:" i], script:text("ran:")';

const vector = (where: string) =>
  `<img src=x onerror="console.info('ran:${where}')"><script>console.info('ran:${where}')</script>{{7*7}}`;

const HOSTILE = {
  from: { address: 'noor@client.example', name: vector('name') },
  cc: [{ address: 'ola@client.example', name: vector('cc') }],
  subject: `Harbour ${vector('subject')}`,
  text: `Harbour price ${vector('text')} javascript:console.info('ran:address') https://a.example/"onmouseover="console.info('ran:pointer')`,
  html: `<p onmouseover="console.info('ran:hover')">Harbour offer ${vector('html')}</p><a href="javascript:console.info('ran:link')">press me</a>`,
  headers: [{ name: 'X-Note', value: vector('header') }],
  files: [{ name: `${vector('file')}.pdf`, mime: 'application/pdf' }],
};

interface Watch {
  ran: string[];
  /** Nothing of the vectors ran, and nothing of them is alive in the page or its frames. */
  calm(page: Page, where: string): Promise<void>;
  /** What a mail program without any defence makes of it. */
  openSent(html: string): Promise<Page>;
}

const test = base.extend<{ watch: Watch }>({
  watch: async ({ context }, use) => {
    const ran = listen(context);
    await use({
      ran,
      async calm(page, where) {
        for (const frame of page.frames()) await expect(frame.locator(LIVE), where).toHaveCount(0);
        expect(ran, where).toEqual([]);
      },
      async openSent(html) {
        const program = await context.newPage();
        await program.setContent(html, { waitUntil: 'load' });
        return program;
      },
    });
  },
});

test.describe.configure({ timeout: 150_000 });
// Only escaping is on trial: the policy of our pages would stop a script that got in.
test.use({ bypassCSP: true, allowedConsoleErrors: STOPPED_SCRIPTS });

test('an e-mail of vectors runs nowhere that it is listed, found, named or read (E16)', async ({
  page,
  team,
  world,
  seat,
  watch,
}) => {
  const { account } = await seat({
    account: { provider: 'GOOGLE', row: { visibility: 'team-reply' } },
  });
  await team.addMember('member', vector('colleague'));
  const id = await receiveEmail(world, account, HOSTILE);
  const row = page.getByRole('row').filter({ hasText: 'ran:name' });
  const log = page.getByRole('log');
  const body = page.getByRole('article').last().frameLocator('iframe[title^="E-mail"]');

  await test.step('in the list', async () => {
    await openPage(page, '/inbox');
    await expect(row).toContainText("<img src=x onerror=\"console.info('ran:name')");
    await expect(row).toContainText('ran:text');
    await watch.calm(page, 'list');
  });

  await test.step('in the thread, its head, its people, its files and the title of the page', async () => {
    await openPage(page, `/inbox/${id}`);
    await expect(body.getByText('Harbour offer')).toBeVisible();
    await log.getByRole('button', { name: 'Who got it' }).click();
    await expect(log.getByText('ran:cc').last()).toBeVisible();
    await expect(log.getByText('ran:file').first()).toBeVisible();
    await expect(page.getByRole('heading', { name: /ran:subject/ }).first()).toBeVisible();
    await body.getByText('Harbour offer').hover();
    await body.getByText('press me').click();
    expect(await page.title()).not.toContain('ran:');
    await watch.calm(page, 'thread');
  });

  await test.step('as plain text, whose addresses are made links, as its headers and its source', async () => {
    const choose = async (name: string) => {
      await log.getByRole('button', { name: 'More of this e-mail' }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await choose('Show as plain text');
    await expect(body.getByText('javascript:console.info')).toBeVisible();
    await expect(body.getByRole('link')).toHaveAttribute('href', 'https://a.example/');
    await body.getByRole('link').hover();
    await watch.calm(page, 'plain text');
    await choose('Show the headers');
    await expect(body.getByText('ran:header')).toBeVisible();
    await watch.calm(page, 'headers');
    await choose('Show the source');
    await expect(body.getByText('ran:link')).toBeVisible();
    await watch.calm(page, 'source');
  });

  await test.step('in a note about it, for a colleague of such a name', async () => {
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    const note = page.getByRole('textbox', { name: 'Private note', exact: true });
    await note.pressSequentially('@');
    await expect(page.getByRole('option', { name: /ran:colleague/ })).toBeVisible();
    await watch.calm(page, 'colleagues');
    await note.press('Enter');
    await note.pressSequentially(`says ${vector('note')}`);
    await note.press('Enter');
    const card = log.getByRole('article', { name: /Private note by/ });
    await expect(card).toContainText("onerror=\"console.info('ran:note')");
    await watch.calm(page, 'note');
  });

  await test.step('among what a search found, with its words marked', async () => {
    await openPage(page, '/inbox');
    await page.getByRole('searchbox', { name: 'Search' }).fill('harbour price');
    const found = page.getByRole('region', { name: 'Messages', exact: true }).getByRole('link');
    await expect(found.first()).toContainText('{{7*7}}: Harbour <img src=x onerror=');
    await expect(found.first().locator('mark')).toHaveText(['Harbour', 'Harbour', 'price']);
    await watch.calm(page, 'search');
    await page.getByRole('searchbox', { name: 'Search' }).fill('onerror');
    await expect(found.first().locator('mark').first()).toHaveText('onerror');
    await watch.calm(page, 'search for a part of the vector');
  });

  await test.step('in the toast that names its sender', async () => {
    await openPage(page, '/inbox');
    await row.getByRole('link').first().focus();
    await page.keyboard.press('#');
    const toast = page.getByRole('dialog').filter({ hasText: 'moved to the trash' });
    await expect(toast).toContainText('ran:name');
    await expect(row).toHaveCount(0);
    await watch.calm(page, 'toast');
  });
});

test('an e-mail of vectors goes out as text in an answer, and as clean HTML in a forward (E16)', async ({
  page,
  sandbox,
  world,
  seat,
  watch,
}) => {
  const { account } = await seat({ account: { provider: 'GOOGLE' } });
  const id = await receiveEmail(world, account, HOSTILE);
  const nextSent = async (count: number) => {
    await expect.poll(async () => (await sentFrom(sandbox)).length).toBe(count);
    return (await sentFrom(sandbox)).at(-1)?.html ?? '';
  };
  await openPage(page, `/inbox/${id}`);
  const card = page.getByRole('article', { name: /E-mail of .*ran:name/ });

  await test.step('an answer to all quotes it', async () => {
    await card.getByRole('button', { name: 'Reply to all' }).click();
    await expect(page.getByRole('button', { name: 'Change who gets it' })).toContainText('ran:cc');
    const composer = page.getByRole('textbox', { name: /^Reply to/ });
    await composer.fill(`No. ${vector('answer')} javascript:console.info('ran:typed')`);
    await watch.calm(page, 'composer');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const program = await watch.openSent(await nextSent(1));
    const text = program.locator('body');
    for (const where of ['answer', 'name', 'text']) {
      await expect(text).toContainText(`<img src=x onerror="console.info('ran:${where}')">`);
    }
    await watch.calm(program, 'answer');
    await watch.calm(page, 'thread with the answer');
  });

  await test.step('a forward takes it along', async () => {
    // The answer has its place in the thread: nothing moves under the pointer any more.
    const own = page.getByRole('article', { name: 'E-mail of You' });
    await expect(own.frameLocator('iframe').getByText('ran:answer')).toBeVisible();
    await card.getByRole('button', { name: 'Forward' }).click();
    const to = page.getByRole('combobox', { name: 'Add to To' });
    await to.fill('bo@client.example');
    await to.press('Enter');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const program = await watch.openSent(await nextSent(2));
    await expect(program.getByText('Harbour offer')).toBeVisible();
    await expect(program.locator('body')).toContainText('ran:name');
    await program.getByText('Harbour offer').hover();
    await program.getByText('press me').click();
    await watch.calm(program, 'forward');
  });

  await test.step('a new e-mail offers its sender by that name', async () => {
    await openPage(page, '/inbox');
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'New message' });
    const to = dialog.getByRole('combobox', { name: 'Add to To' });
    await to.pressSequentially('noor@client.example');
    const offered = dialog.locator('datalist option[value="noor@client.example"]').first();
    await expect(offered).toContainText('ran:name');
    await to.press('Enter');
    await expect(dialog.getByRole('list', { name: 'To', exact: true })).toContainText('ran:name');
    await watch.calm(page, 'suggestions');
  });
});

test.describe(() => {
  // There is no picture at x.
  test.use({ allowedConsoleErrors: [/status of 404/] });

  test('what came in as markup would run and be found: the measure works', async ({
    page,
    seat,
    watch,
  }) => {
    await seat();
    await openPage(page, '/inbox');
    await page
      .locator('#main')
      .evaluate((main, html) => main.insertAdjacentHTML('beforeend', html), vector('page'));
    await expect(page.locator(LIVE)).not.toHaveCount(0);
    await expect.poll(() => watch.ran).toEqual(['ran:page']);
    const program = await watch.openSent(vector('program'));
    await expect(program.locator(LIVE)).not.toHaveCount(0);
    await expect.poll(() => watch.ran).toContain('ran:program');
  });
});

function listen(context: BrowserContext): string[] {
  const ran: string[] = [];
  context.on('console', (message) => {
    if (RAN.test(message.text())) ran.push(message.text());
  });
  return ran;
}
