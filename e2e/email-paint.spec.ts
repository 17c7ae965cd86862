import type { Locator, Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { conversations, emailBodies, messages } from '@/db/schema';
import { SAFE_VERSION } from '@/lib/email-html/clean-queries';
import { NOOR, STOPPED_SCRIPTS } from './support/email';
import { receiveEmail } from './support/inbox';
import { nextFrame, openPage } from './support/pages';
import { test as base, expect } from './support/seat';

const MOST_LEVELS = 2;
const LOUD = 'z-index:2147483647 !important;background:red !important;opacity:1 !important';

/** Each of its parts would lie over the page around, if a mail could paint there. */
const LOUD_MAIL = `<html style="background:red"><head><style>
html{background:red !important;overflow:visible !important;contain:none !important}
html::before,body::before{content:"";position:fixed !important;inset:0 !important;${LOUD}}
body{height:240px;overflow:visible;outline:900px solid red;box-shadow:0 0 0 900px red}
.in{height:240px;overflow:visible}
.fixed{position:fixed !important;inset:-900px;${LOUD}}
.absolute{position:absolute !important;top:-900px;left:-900px;width:9000px;height:9000px;${LOUD}}
.negative{margin:-900px -900px 0 -900px;width:100vw;height:100vh;${LOUD}}
.relative{position:relative;left:-900px;top:-100px;width:100vw;height:100px;${LOUD}}
</style></head><body><div class="in"><p>Loud</p><div class="fixed">x</div>
<div class="absolute">x</div><div class="negative">x</div><div class="relative">x</div>
<div style="position:fixed !important;inset:0;${LOUD}">x</div>
<div style="position:sticky;top:-900px;transform:translate(-900px,-900px) scale(40);${LOUD}">x</div>
<marquee style="width:9000px">x</marquee><dialog open style="position:fixed;inset:0;${LOUD}">x</dialog>
</div></body></html>`;

interface Body {
  html: string;
  /** HTML that stands for what cleaning gave. */
  safeHtml?: string;
}

interface Desk {
  page: Page;
  frame: Locator;
  /** Opens the page anew; its one e-mail has this body. */
  open(body: Body): Promise<void>;
  /** All of the page but the box of the frame and the times. */
  picture(): Promise<Buffer>;
}

const test = base.extend<{ desk: Desk }>({
  desk: async ({ page, db, world, seat }, use) => {
    const { account } = await seat({ account: { provider: 'GOOGLE' } });
    const mail = { from: NOOR, subject: 'Spring offer', text: 'Our offer.', html: '<p>First</p>' };
    const id = await receiveEmail(world, account, mail);
    const frame = page.locator('iframe[title^="E-mail"]');
    await openPage(page, `/inbox/${id}`);
    // The pictures are of what was read already.
    await expect
      .poll(async () => {
        const [row] = await db.select().from(conversations).where(eq(conversations.id, id));
        return row?.unreadCount;
      })
      .toBe(0);
    await use({
      page,
      frame,
      async open(body) {
        await storeBody(db, id, body);
        await openPage(page, `/inbox/${id}`);
        await expect(page.frameLocator('iframe[title^="E-mail"]').locator('body')).toBeAttached();
      },
      picture: () =>
        page.screenshot({ mask: [frame, page.locator('time')], animations: 'disabled' }),
    });
  },
});

test.describe.configure({ timeout: 120_000 });
test.use({ allowedConsoleErrors: STOPPED_SCRIPTS, contextOptions: { reducedMotion: 'reduce' } });

for (const [how, body] of [
  ['cleaned', { html: LOUD_MAIL }],
  ['as it came', { html: LOUD_MAIL, safeHtml: LOUD_MAIL }],
] as const) {
  test(`nothing of the page around is painted by a mail, ${how} (E5)`, async ({ desk, page }) => {
    const { open, picture, frame } = desk;
    await open(body);
    const box = await settledBox(page, frame);
    const loud = await picture();
    const loudFrame = await frame.screenshot();
    await open({ html: `<div style="height:${box.height - 2}px">Quiet</div>` });
    await expect.poll(() => frame.boundingBox()).toEqual(box);
    const quiet = await picture();
    expect(await differences(page, loud, quiet)).toEqual([]);
    // The mail is loud where it may be, and the measure works.
    expect((await differences(page, loudFrame, await frame.screenshot())).length).toBeGreaterThan(
      10_000,
    );
    await page.evaluate(() => {
      const dot = document.createElement('i');
      dot.style.cssText = 'position:fixed;top:0;left:50%;width:2px;height:2px;background:red';
      document.body.append(dot);
    });
    expect(await differences(page, quiet, await picture())).toHaveLength(4);
  });
}

/** Once it is the same in two frames; a wide mail is made smaller first. */
async function settledBox(page: Page, frame: Locator) {
  let last = { height: 0 };
  await expect(async () => {
    await nextFrame(page);
    const box = await frame.boundingBox();
    const before = last;
    if (box) last = box;
    expect(box).toEqual(before);
    expect(box?.height).toBeLessThan(300);
  }).toPass({ timeout: 10_000 });
  return last;
}

/** The pixels in which two pictures differ by more than layers do, whose blending rounds corners otherwise. */
async function differences(page: Page, one: Buffer, other: Buffer): Promise<string[]> {
  const blank = await page.context().newPage();
  const found = await blank.evaluate(
    async ({ pictures, most }) => {
      const [a, b] = await Promise.all(
        pictures.map(async (base64) => {
          const response = await fetch(`data:image/png;base64,${base64}`);
          const bitmap = await createImageBitmap(await response.blob());
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          const context = canvas.getContext('2d');
          context?.drawImage(bitmap, 0, 0);
          return context?.getImageData(0, 0, bitmap.width, bitmap.height);
        }),
      );
      if (!a || !b || a.width !== b.width || a.height !== b.height) return ['sizes'];
      const places = new Set<string>();
      a.data.forEach((value, index) => {
        const pixel = index >> 2;
        if (Math.abs(value - (b.data[index] ?? 0)) > most)
          places.add(`${pixel % a.width},${Math.floor(pixel / a.width)}`);
      });
      return [...places];
    },
    { pictures: [one.toString('base64'), other.toString('base64')], most: MOST_LEVELS },
  );
  await blank.close();
  return found;
}

async function storeBody(db: Db, conversationId: string, { html, safeHtml }: Body): Promise<void> {
  const [message] = await db
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.conversationId, conversationId));
  await db
    .update(emailBodies)
    .set({ html, safeHtml: safeHtml ?? null, safeVersion: safeHtml ? SAFE_VERSION : null })
    .where(eq(emailBodies.messageId, message?.id ?? ''));
}
