import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { and, eq } from 'drizzle-orm';
import { conversations, messages } from '@/db/schema';
import { test as base, expect } from './support/fixtures';
import { addAccount, receiveChat } from './support/inbox';
import { rssOfServer } from './support/memory';

interface Desk {
  account: Awaited<ReturnType<typeof addAccount>>;
  conversationId: string;
  cookie: string;
  /** A message with these files comes; resolves with its id here. */
  bring(attachments: object[]): Promise<string>;
}

const test = base.extend<{ desk: Desk }>({
  desk: async ({ context, db, team, sandbox }, use) => {
    const world = { db, team, sandbox };
    const seller = await team.addMember('owner', 'Jane Ruiz');
    await team.signIn(context, seller);
    const account = await addAccount(world, seller);
    const conversationId = await receiveChat(world, account, {
      name: 'Mira Olsen',
      text: 'Hello.',
    });
    const [chat] = await db
      .select()
      .from(conversations)
      .where(eq(conversations.id, conversationId));
    await use({
      account,
      conversationId,
      cookie: await team.cookieOf(seller),
      async bring(attachments) {
        const made = await sandbox.control<{ messageIds: string[] }>(
          'POST',
          `/accounts/${account.providerAccountId}/messages`,
          { chatId: chat?.gatewayChatId, text: 'With files.', attachments },
        );
        const gatewayId = made.messageIds[0] ?? '';
        const find = () =>
          db
            .select()
            .from(messages)
            .where(
              and(eq(messages.accountId, account.id), eq(messages.gatewayMessageId, gatewayId)),
            );
        await expect.poll(async () => (await find()).length, { timeout: 20_000 }).toBe(1);
        const [row] = await find();
        return row?.id ?? '';
      },
    });
  },
});

const mb = (sizeBytes: number) => Math.round(sizeBytes / 1_048_576);
test.describe.configure({ timeout: 120_000 });

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const RUN = "document.title='ran';fetch('/api/team/members')";

const HOSTILE = [
  { id: 'html', type: 'file', mime: 'text/html', body: `<script>${RUN}</script>` },
  {
    id: 'svg',
    type: 'img',
    mime: 'image/svg+xml',
    body: `<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN}"><script>${RUN}</script></svg>`,
  },
  {
    id: 'xml',
    type: 'file',
    mime: 'application/xml',
    body: `<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">${RUN}</x:script>`,
  },
  {
    id: 'pdf',
    type: 'file',
    mime: 'application/pdf',
    body: `%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj`,
  },
  { id: 'gif-js', type: 'img', mime: 'image/gif', body: `GIF89a/*\0\0\0\0*/=1;${RUN}` },
  {
    id: 'png-html',
    type: 'img',
    mime: 'image/png',
    body: `${Buffer.from(PIXEL, 'base64').toString('latin1')}<script>${RUN}</script>`,
  },
  { id: 'html-as-png', type: 'img', mime: 'image/png', body: `<script>${RUN}</script>` },
  { id: 'js', type: 'file', mime: 'text/javascript', body: RUN },
  { id: 'quoted', type: 'file', mime: 'text/html;q="<script>"', body: `<script>${RUN}</script>` },
].map(({ body, ...fields }) => ({ ...fields, fileName: `x.${fields.id}`, base64: base64(body) }));

test.describe('a hostile file', () => {
  // Scripts of a type that is none are refused aloud.
  test.use({
    allowedConsoleErrors: [
      /Refused to|Blocked script execution|Content Security Policy|Failed to load/i,
    ],
  });

  test('runs nothing, however it is opened (E11)', async ({ page, url, desk }) => {
    const messageId = await desk.bring(HOSTILE);
    const pathOf = (id: string) => `/api/attachments/${messageId}/${id}`;
    // The control: the same bytes as a page of somebody else do run.
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end("<title>still</title><script>document.title='ran'</script>");
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await expect(page).toHaveTitle('ran');
    server.close();

    for (const { id } of HOSTILE) {
      const answer = await fetch(`${url}${pathOf(id)}`, { headers: { cookie: desk.cookie } });
      expect(answer.status, id).toBe(200);
      const headers = answer.headers;
      expect(headers.get('x-content-type-options'), id).toBe('nosniff');
      expect(headers.get('content-security-policy'), id).toBe("sandbox; default-src 'none'");
      expect(headers.get('cross-origin-resource-policy'), id).toBe('same-origin');
      const isPicture = id === 'gif-js' || id === 'png-html';
      expect(headers.get('content-disposition'), id).toMatch(
        isPicture ? /^inline;/ : /^attachment;/,
      );
      expect(headers.get('content-type'), id).toMatch(
        /^(application\/octet-stream|application\/pdf|image\/(gif|png))$/,
      );
      await answer.arrayBuffer();
      const other = await page.context().newPage();
      // A file to be saved is no page: the visit ends as a download.
      const download = other.waitForEvent('download').catch(() => null);
      await other.goto(pathOf(id)).catch(() => null);
      expect(await other.title(), id).not.toBe('ran');
      if (isPicture) await other.close();
      else expect(await download, id).not.toBeNull();
      if (!isPicture) await other.close();
    }

    await page.goto(`/inbox/${desk.conversationId}`);
    const results = await page.evaluate(
      async (paths) => {
        const load = (element: HTMLElement & { src: string }, path: string) =>
          new Promise<string>((resolve) => {
            element.onload = () => resolve('loaded');
            element.onerror = () => resolve('refused');
            element.src = path;
            document.body.append(element);
          });
        const said: string[] = [];
        for (const path of paths) said.push(await load(document.createElement('script'), path));
        return said;
      },
      HOSTILE.map(({ id }) => pathOf(id)),
    );
    expect(results).toEqual(HOSTILE.map(() => 'refused'));
    expect(await page.title()).not.toBe('ran');
  });
});

test('a file is saved under its own name, made safe (E11)', async ({ url, desk }) => {
  const names = ['../../etc/passwd', 'photo\u202Egnp.exe', 'Angebot für Zoë.pdf', '📦 plan.pdf'];
  const files = names.map((fileName, index) => ({
    id: `f${index}`,
    type: 'file',
    mime: 'application/pdf',
    fileName,
  }));
  const messageId = await desk.bring(files);
  const saved: string[] = [];
  for (const { id } of files) {
    const answer = await fetch(`${url}/api/attachments/${messageId}/${id}`, {
      headers: { cookie: desk.cookie },
    });
    await answer.arrayBuffer();
    const header = answer.headers.get('content-disposition') ?? '';
    saved.push(decodeURIComponent(/filename\*=UTF-8''(.+)$/.exec(header)?.[1] ?? ''));
  }
  expect(saved).toEqual([
    'etc_passwd.pdf',
    'photognp_exe.pdf',
    'Angebot für Zoë.pdf',
    '📦 plan.pdf',
  ]);
});

test('a picture opens large by keyboard, a voice message plays, a file is saved (B2)', async ({
  page,
  desk,
}) => {
  await desk.bring([
    { type: 'img', mime: 'image/png', fileName: 'dock.png', width: 320, height: 200 },
    { type: 'img', mime: 'image/png', fileName: 'gate.png', width: 200, height: 320 },
    { type: 'audio', mime: 'audio/wav', duration: 2, voiceNote: true },
    { type: 'video', mime: 'video/webm', width: 160, height: 90 },
    { type: 'file', mime: 'application/pdf', fileName: 'Offer.pdf' },
  ]);
  await page.goto(`/inbox/${desk.conversationId}`);
  const log = page.getByRole('log');
  const picture = log.getByRole('img', { name: 'Photo from Mira Olsen', exact: false }).first();
  await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(320);

  await log
    .getByRole('button', { name: /^Open Photo/ })
    .first()
    .press('Enter');
  const viewer = page.getByRole('dialog');
  await expect(viewer).toHaveAccessibleName('Photo 1 of 2');
  await page.keyboard.press('ArrowRight');
  await expect(viewer).toHaveAccessibleName('Photo 2 of 2');
  await page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(log.getByRole('button', { name: /^Open Photo/ }).first()).toBeFocused();

  for (const kind of ['audio', 'video']) {
    const played = await log.locator(kind).evaluate(async (one: HTMLMediaElement) => {
      one.muted = true;
      await one.play();
      return one.duration;
    });
    expect(played, kind).toBeGreaterThan(1);
  }

  const download = page.waitForEvent('download');
  await log.getByRole('button', { name: 'Download Offer.pdf' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('Offer.pdf');
  expect(
    readFileSync(await file.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
});

test('a part of a file is served, and none that does not exist (E12)', async ({ url, desk }) => {
  const messageId = await desk.bring([
    { id: 'voice', type: 'audio', mime: 'audio/wav', duration: 2 },
    { id: 'unmeasured', type: 'file', mime: 'application/zip', fillerBytes: 5_000, chunked: true },
  ]);
  const ask = async (id: string, headers: Record<string, string>) => {
    const answer = await fetch(`${url}/api/attachments/${messageId}/${id}`, {
      headers: { cookie: desk.cookie, ...headers },
    });
    return { answer, body: Buffer.from(await answer.arrayBuffer()) };
  };
  const whole = await ask('voice', {});
  const size = whole.body.length;
  expect(whole.answer.headers.get('accept-ranges')).toBe('bytes');
  const part = await ask('voice', { range: 'bytes=5000-5999' });
  expect(part.answer.status).toBe(206);
  expect(part.answer.headers.get('content-range')).toBe(`bytes 5000-5999/${size}`);
  expect(part.body.equals(whole.body.subarray(5000, 6000))).toBe(true);
  expect((await ask('voice', { range: `bytes=${size}-` })).answer.status).toBe(416);
  const many = Array.from({ length: 500 }, (_, index) => `${index}-${index + 1}`).join(',');
  expect((await ask('voice', { range: `bytes=${many}` })).answer.status).toBe(200);
  const etag = whole.answer.headers.get('etag') ?? '';
  expect((await ask('voice', { 'if-none-match': etag })).answer.status).toBe(304);
  const stale = await ask('voice', { range: 'bytes=0-1', 'if-range': '"other"' });
  expect(stale.answer.status).toBe(200);
  const unmeasured = await ask('unmeasured', { range: 'bytes=0-1' });
  expect(unmeasured.answer.status).toBe(200);
  expect(unmeasured.body.length).toBe(5_000);
});

test.describe('a file that is not to be had', () => {
  test.use({ allowedConsoleErrors: [/50[23]|Failed to load resource/] });

  test('says so on its card and comes with Retry (B2)', async ({ page, desk, sandbox }) => {
    await desk.bring([
      { id: 'p', type: 'img', mime: 'image/png', width: 320, height: 200 },
      { id: 'f', type: 'file', mime: 'application/pdf', fileName: 'Offer.pdf' },
    ]);
    await sandbox.control('POST', '/faults', {
      times: 0,
      kind: 'status',
      status: 503,
      type: 'service_unavailable',
      match: { path: '/api/v1/messages/*/attachments/*' },
    });
    // It fails before the page's scripts are here to hear of it.
    const failure = page.waitForResponse((response) => response.status() === 503);
    await page.route('**/_next/static/chunks/*.js', async (route) => {
      await failure;
      await route.continue();
    });
    await page.goto(`/inbox/${desk.conversationId}`, { waitUntil: 'commit' });
    const log = page.getByRole('log');
    await expect(log.getByText('Could not be shown.')).toBeVisible();
    await log.getByRole('button', { name: 'Download Offer.pdf' }).click();
    await expect(log.getByText('LinkedIn did not hand it out.')).toBeVisible();
    await sandbox.control('DELETE', '/faults');
    await log.getByRole('button', { name: 'Retry' }).first().click();
    const picture = log.getByRole('img', { name: 'Photo from Mira Olsen' });
    await expect
      .poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth))
      .toBe(320);
    const download = page.waitForEvent('download');
    await log.getByRole('button', { name: 'Retry' }).click();
    expect((await download).suggestedFilename()).toBe('Offer.pdf');
  });
});

test('a file of 100 MB goes through without being held, also by a slow reader (E12)', async ({
  url,
  desk,
}) => {
  const file = { type: 'file', mime: 'application/zip', fileName: 'big.zip' };
  const size = 100 * 1024 * 1024;
  const messageId = await desk.bring([
    { ...file, id: 'warm', fillerBytes: size / 4 },
    { ...file, id: 'big', fillerBytes: size },
    { ...file, id: 'too-big', fillerBytes: 300 * 1024 * 1024 },
  ]);
  const open = (id: string) =>
    fetch(`${url}/api/attachments/${messageId}/${id}`, { headers: { cookie: desk.cookie } });
  await (await open('warm')).arrayBuffer();
  const before = rssOfServer(url);
  let peak = before;
  const watch = () => {
    peak = Math.max(peak, rssOfServer(url));
  };
  let quiet = 30;
  const isStill = () => {
    watch();
    quiet -= 1;
    return quiet <= 0;
  };
  const reader = (await open('big')).body?.getReader();
  let read = 0;
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    const isFirst = read === 0;
    read += next.value.byteLength;
    // Nobody reads for a while: what comes from the provider must wait there.
    if (isFirst) await expect.poll(isStill, { intervals: [50] }).toBe(true);
    if (read % 1_048_576 < next.value.byteLength) watch();
  }
  expect(read).toBe(size);
  test.info().annotations.push({ type: 'rss', description: `${mb(before)} → ${mb(peak)} MB` });
  // The process also draws the pages of other tests meanwhile.
  expect(mb(peak - before)).toBeLessThan(mb(0.8 * size));
  expect((await open('too-big')).status).toBe(413);
});
