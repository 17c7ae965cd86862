import { type Browser, chromium, type Page } from '@playwright/test';
import { createConversation } from '@/db/testing/factories';
import { storeEmail } from '@/db/testing/stored-emails';
import { SAFE_VERSION } from '@/lib/email-html/clean-queries';
import { findBrowser } from '@/scripts/browser.mjs';
import { test as base, expect } from './support/fixtures';
import { HOSTILE_MAILS } from './support/hostile-mails';
import { addAccount } from './support/inbox';
import { type LoggingProxy, startLoggingProxy } from './support/logging-proxy';

const SANDBOX = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';
const POLICY_META = /<meta http-equiv="Content-Security-Policy"[^>]*>/;
const AT_ONCE = 12;

/** Which of the three layers a mail is shown with. */
interface Layers {
  isCleaned: boolean;
  isSandboxed: boolean;
  hasPolicy: boolean;
}

interface Desk {
  page: Page;
  proxy: LoggingProxy;
  /** Mail by name: as it came, and as if raw HTML had passed the sanitiser. */
  ids: Record<string, { cleaned: string; raw: string }>;
}

const test = base.extend<{ desk: Desk }>({
  desk: async ({ db, team, sandbox, url }, use) => {
    const seller = await team.addMember('owner', 'Jane Ruiz');
    const account = await addAccount({ db, team, sandbox }, seller);
    const conversation = await createConversation(db, account, { title: 'Hostile' });
    const ids: Desk['ids'] = {};
    for (const [name, html] of Object.entries(HOSTILE_MAILS)) {
      const raw = html.replaceAll('\0', '');
      const cleaned = await storeEmail(db, conversation, { html: raw, plain: 'Plain' });
      const passed = { html: raw, safeHtml: raw, safeVersion: SAFE_VERSION };
      const uncleaned = await storeEmail(db, conversation, passed);
      ids[name] = { cleaned: cleaned.message.id, raw: uncleaned.message.id };
    }
    const proxy = await startLoggingProxy();
    const browser = await launch(proxy);
    const context = await browser.newContext({ baseURL: url });
    await team.signIn(context, seller);
    const page = await context.newPage();
    await page.goto('/settings/profile');
    await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible();
    await use({ page, proxy, ids });
    await browser.close();
    await proxy.stop();
  },
});

test.describe.configure({ timeout: 240_000 });

test('as it is shown, hostile mail runs nothing, asks for nothing and stays in its frame (E1, E3, E4, E5)', async ({
  desk,
}) => {
  const result = await showAll(desk, { isCleaned: true, isSandboxed: true, hasPolicy: true });
  expect(result).toEqual({ ran: [], asked: [] });
});

test('without any layer the same mails run and ask: the measure works', async ({ desk }) => {
  const result = await showAll(desk, { isCleaned: false, isSandboxed: false, hasPolicy: false });
  test.info().annotations.push({
    type: 'measure',
    description: `${result.ran.length} ran, ${result.asked.length} requests`,
  });
  expect(result.ran.length).toBeGreaterThan(15);
  expect(result.asked.length).toBeGreaterThan(25);
});

test('cleaning alone holds (E2)', async ({ desk }) => {
  const result = await showAll(desk, { isCleaned: true, isSandboxed: false, hasPolicy: false });
  expect(result).toEqual({ ran: [], asked: [] });
});

test('the policy alone holds (E2)', async ({ desk }) => {
  const result = await showAll(desk, { isCleaned: false, isSandboxed: false, hasPolicy: true });
  expect(result).toEqual({ ran: [], asked: [] });
});

test('the sandbox alone lets no script run; it was never to keep pictures from loading (E2)', async ({
  desk,
}) => {
  const result = await showAll(desk, { isCleaned: false, isSandboxed: true, hasPolicy: false });
  expect(result.ran).toEqual([]);
  expect(result.asked.length).toBeGreaterThan(0);
});

test('a form in a mail posts nothing to us, by the sandbox or by the policy alone (E8)', async ({
  desk: { page, proxy, ids },
}) => {
  const posted: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.frame() !== page.mainFrame()) {
      posted.push(new URL(request.url()).pathname);
    }
  });
  const press = async (isSandboxed: boolean, hasPolicy: boolean) => {
    posted.length = 0;
    await setLayers(page, { isCleaned: false, isSandboxed, hasPolicy });
    const address = `/api/emails/${ids['form to us']?.raw}/body`;
    await show(page, [address], isSandboxed ? SANDBOX : null);
    await page.frameLocator('[data-mail]').locator('[type=submit]').click();
    await hearSentinel(page, proxy, `form-${isSandboxed}-${hasPolicy}`);
    return [...posted];
  };
  expect(await press(true, false)).toEqual([]);
  expect(await press(false, true)).toEqual([]);
  // The measure works.
  expect(await press(false, false)).toEqual(['/inbox']);
});

test('allowed pictures are asked for by us, who refuse what is not public (N1)', async ({
  desk: { page, proxy, ids },
}) => {
  const id = ids['remote picture']?.cleaned ?? '';
  const answered = page.waitForResponse((response) => response.url().includes('/api/email-images'));
  await show(page, [`/api/emails/${id}/body?images=1`], SANDBOX);
  expect((await answered).status()).toBeGreaterThanOrEqual(400);
  await page.goto('/settings/profile');
  expect(heard(proxy)).toEqual([]);
});

/** Shows every mail, some at a time. `ran`: whose script ran; `asked`: what left the browser. */
async function showAll(desk: Desk, layers: Layers) {
  const { page, proxy, ids } = desk;
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await setLayers(page, layers);
  const ran: string[] = [];
  const names = Object.keys(ids);
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const batch = names.slice(from, from + AT_ONCE);
    const addresses = batch.map((name) => {
      const id = layers.isCleaned ? ids[name]?.cleaned : ids[name]?.raw;
      return `/api/emails/${id}/body`;
    });
    await show(page, addresses, layers.isSandboxed ? SANDBOX : null);
    // What a mail asks for or runs by itself comes before this.
    await hearSentinel(page, proxy, `${layers.isCleaned}-${from}`);
    const marks = await takeMarks(page);
    batch.forEach((name, index) => {
      if (marks.frames[index]) ran.push(name);
    });
    if (marks.page) ran.push(`the page, by one of ${batch.join(', ')}`);
    expect(new URL(page.url()).pathname).toBe('/settings/profile');
  }
  expect(dialogs).toEqual([]);
  return { ran, asked: heard(proxy) };
}

/** Takes away what a browser is told by the server, and nothing else. */
async function setLayers(page: Page, layers: Layers): Promise<void> {
  await page.unrouteAll();
  await page.route('**/api/emails/*/body*', async (route) => {
    const response = await route.fetch();
    const { 'content-security-policy': policy = '', ...headers } = response.headers();
    const withoutSandbox = policy.replace(/sandbox[^;]*;/, '');
    const body = await response.text();
    const kept = layers.isSandboxed ? policy : withoutSandbox;
    await route.fulfill({
      status: response.status(),
      headers: layers.hasPolicy ? { ...headers, 'content-security-policy': kept } : headers,
      body: layers.hasPolicy ? body : body.replace(POLICY_META, ''),
    });
  });
}

/** Puts documents into frames of a page of ours, and waits until they are there. */
function show(page: Page, addresses: string[], sandbox: string | null): Promise<void> {
  return page.evaluate(
    async ([paths, attribute]) => {
      for (const old of document.querySelectorAll('[data-mail]')) old.remove();
      await Promise.all(
        paths.map((path) => {
          const frame = document.createElement('iframe');
          if (attribute !== null) frame.setAttribute('sandbox', attribute);
          frame.setAttribute('data-mail', path);
          const loaded = new Promise((done) => frame.addEventListener('load', done));
          frame.src = path;
          document.body.append(frame);
          return loaded;
        }),
      );
    },
    [addresses, sandbox] as const,
  );
}

/** Where a script ran: in each of the frames, and in the page around them, which is clean again afterwards. */
function takeMarks(page: Page): Promise<{ frames: boolean[]; page: boolean }> {
  return page.evaluate(() => {
    type Marked = Window & { ran?: unknown };
    const isMarked = (frame: HTMLIFrameElement) => {
      try {
        return (frame.contentWindow as Marked | null)?.ran !== undefined;
      } catch {
        // It went to another origin.
        return false;
      }
    };
    const frames = [...document.querySelectorAll<HTMLIFrameElement>('[data-mail]')].map(isMarked);
    const isPageMarked = (window as Marked).ran !== undefined;
    delete (window as Marked).ran;
    return { frames, page: isPageMarked };
  });
}

async function hearSentinel(page: Page, proxy: LoggingProxy, name: string): Promise<void> {
  const other = await page.context().newPage();
  await other.goto(`http://sentinel.invalid/${name}`);
  expect(proxy.asked.some((address) => address.includes(`sentinel.invalid/${name}`))).toBe(true);
  await other.close();
}

/** Hosts of mails end in `.test`; the browser asks for others of its own. */
function heard(proxy: LoggingProxy): string[] {
  return proxy.asked.filter((address) => /^(?:https?:\/\/)?[\w.-]+\.test(?:[:/]|$)/.test(address));
}

function launch(proxy: LoggingProxy): Promise<Browser> {
  const { executablePath, env, args } = findBrowser();
  // The product itself is reached directly.
  const way = { server: proxy.url, bypass: 'localhost' };
  return chromium.launch({ executablePath, env, args, proxy: way });
}
