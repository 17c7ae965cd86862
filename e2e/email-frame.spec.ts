import { readFileSync } from 'node:fs';
import type { FrameLocator, Page } from '@playwright/test';
import ts from 'typescript';
import { createConversation } from '@/db/testing/factories';
import { storeEmail } from '@/db/testing/stored-emails';
import { test as base, expect } from './support/fixtures';
import { addAccount } from './support/inbox';
import { nextFrame } from './support/pages';

/** What the page learns of the frame, kept where the test reads it. */
interface Told {
  heightPx: number;
  host: string | null;
  keys: string[];
}

interface Desk {
  page: Page;
  /** Shows a mail in a frame as the reader does, and follows it. */
  open(html: string, query?: string): Promise<FrameLocator>;
  told(): Promise<Told>;
  setTheme(theme: 'light' | 'dark'): Promise<void>;
}

const test = base.extend<{ desk: Desk }>({
  desk: async ({ context, page, db, team, sandbox }, use) => {
    const seller = await team.addMember('owner', 'Jane Ruiz');
    const account = await addAccount({ db, team, sandbox }, seller);
    const conversation = await createConversation(db, account, { title: 'Mail' });
    await team.signIn(context, seller);
    await page.goto('/settings/profile');
    await page.evaluate(frameCode());
    await use({
      page,
      async open(html, query = '') {
        const { message } = await storeEmail(db, conversation, { html });
        await page.evaluate(showFrame, `/api/emails/${message.id}/body?${query}`);
        return page.frameLocator('#mail');
      },
      told: () => page.evaluate(() => (window as unknown as { told: Told }).told),
      setTheme: (theme) =>
        page.evaluate((wanted) => {
          const frame = document.querySelector<HTMLIFrameElement>('#mail');
          const { themeFrame } = window as unknown as FrameCode;
          if (frame) themeFrame(frame, wanted);
        }, theme),
    });
  },
});

// What Playwright puts into each document is refused there like any other script.
test.use({ allowedConsoleErrors: [/Blocked script execution .* sandboxed/] });

type FrameCode = typeof import('@/components/email/frame-document');

test('is as tall as its mail, also when a quote is unfolded', async ({ desk }) => {
  const frame = await desk.open(
    `<div style="height:700px">New</div><blockquote type="cite"><div style="height:500px">Old</div></blockquote>`,
  );
  await expect.poll(async () => (await desk.told()).heightPx).toBeGreaterThan(700);
  const { heightPx: folded } = await desk.told();
  expect(folded).toBeLessThan(900);
  await expect(frame.getByText('Old')).toBeHidden();
  await frame.getByText('Show quoted text').click();
  await expect(frame.getByText('Old')).toBeVisible();
  await expect.poll(async () => (await desk.told()).heightPx).toBeGreaterThan(folded + 450);
});

test('does not grow with a mail that wants to be as tall as its frame (E5)', async ({ desk }) => {
  for (const css of ['height:100vh', 'min-height:150vh', 'height:calc(1px + 100vmax)']) {
    await desk.open(
      `<style>@media (max-height:500px){.a{height:900px}}</style><p class="a" style="${css}">Text</p>`,
    );
    await expect.poll(async () => (await desk.told()).heightPx).toBeGreaterThan(20);
    // Each of them would grow from frame to frame.
    for (let frames = 0; frames < 20; frames += 1) await nextFrame(desk.page);
    expect((await desk.told()).heightPx, css).toBeLessThan(100);
  }
});

test('makes a wide newsletter smaller instead of scrolling sideways', async ({ desk }) => {
  const frame = await desk.open(
    '<table width="1600" bgcolor="#eee"><tr><td>Wide</td></tr></table>',
  );
  const sides = () =>
    frame.locator('html').evaluate((root) => [root.scrollWidth, root.clientWidth] as const);
  await expect.poll(async () => (await desk.told()).heightPx).toBeGreaterThan(0);
  const [wanted, given] = await sides();
  expect(wanted).toBeLessThanOrEqual(given + 1);
  expect(given).toBeGreaterThan(400);
});

test('hands on keys, but those that the mail needs', async ({ desk: { page, open, told } }) => {
  const frame = await open('<p>Text</p><a href="tel:+1">Link</a>');
  await frame.getByText('Text').click();
  for (const key of ['j', 'Escape', 'k', 'Tab', 'x', 'Enter']) await page.keyboard.press(key);
  await expect.poll(async () => (await told()).keys).toEqual(['j', 'Escape', 'k', 'x']);
});

test('says where a link leads, in the frame and to the page', async ({ desk: { open, told } }) => {
  const frame = await open(
    '<a href="https://evil.test/login">https://bank.com</a> <a href="https://good.test/">here</a>',
  );
  const [lying, honest] = [frame.locator('a').nth(0), frame.locator('a').nth(1)];
  const warning = (link: typeof lying) =>
    link.evaluate((anchor) => getComputedStyle(anchor, '::after').content);
  expect(await warning(lying)).toContain('evil.test');
  expect(await warning(honest)).toBe('none');
  await honest.hover();
  await expect.poll(async () => (await told()).host).toBe('good.test');
  await lying.focus();
  await expect.poll(async () => (await told()).host).toBe('evil.test');
});

test('opens a link in a tab that cannot reach back', async ({ context, desk: { page, open } }) => {
  await context.route('https://good.test/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<p>Good</p>' }),
  );
  const frame = await open('<a href="https://good.test/">here</a>');
  const [tab] = await Promise.all([context.waitForEvent('page'), frame.getByText('here').click()]);
  await expect(tab.getByText('Good')).toBeVisible();
  expect(await tab.evaluate(() => [window.opener, document.referrer])).toEqual([null, '']);
  expect(new URL(page.url()).pathname).toBe('/settings/profile');
});

test('takes the dark theme, but not from designed mail', async ({ desk: { open, setTheme } }) => {
  const paper = (frame: FrameLocator) =>
    frame.locator('html').evaluate((root) => getComputedStyle(root).backgroundColor);
  const ink = (frame: FrameLocator) =>
    frame.getByText('Text').evaluate((text) => getComputedStyle(text).color);
  const plain = await open('<p style="color:#000;background:white">Text</p>', 'theme=dark');
  const dark = [await paper(plain), await ink(plain)];
  await setTheme('light');
  expect(await paper(plain)).toBe('rgb(255, 255, 255)');
  expect(await ink(plain)).toBe('rgb(0, 0, 0)');
  expect(dark[0]).not.toBe('rgb(255, 255, 255)');
  expect(dark[1]).not.toBe('rgb(0, 0, 0)');
  const designed = await open('<p style="color:#c00">Text</p>', 'theme=dark');
  expect(await paper(designed)).toBe('rgb(255, 255, 255)');
  expect(await ink(designed)).toBe('rgb(204, 0, 0)');
});

/** The module of the reader as a script of the page; no page of the product shows a mail without an account. */
function frameCode(): string {
  const source = readFileSync('components/email/frame-document.ts', 'utf8');
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const code = ts.transpileModule(source, { compilerOptions: options }).outputText;
  return `(() => { ${code.replaceAll(/^export /gm, '')}; Object.assign(window, { followFrame, themeFrame }); })()`;
}

async function showFrame(address: string): Promise<void> {
  const { followFrame } = window as unknown as FrameCode;
  const told: Told = { heightPx: 0, host: null, keys: [] };
  Object.assign(window, { told });
  document.querySelector('#mail')?.remove();
  const frame = document.createElement('iframe');
  frame.id = 'mail';
  frame.setAttribute('sandbox', 'allow-same-origin allow-popups allow-popups-to-escape-sandbox');
  frame.style.cssText = 'position:fixed;inset:0 auto auto 0;z-index:99;width:600px;border:0';
  const loaded = new Promise((done) => frame.addEventListener('load', done));
  frame.src = address;
  document.body.append(frame);
  await loaded;
  frame.addEventListener('keydown', ({ key }) => told.keys.push(key));
  followFrame(frame, {
    onHeight(heightPx) {
      told.heightPx = heightPx;
      frame.style.height = `${heightPx}px`;
    },
    onLink(host) {
      told.host = host;
    },
  });
}
