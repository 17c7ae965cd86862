import type { Locator } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { conversations, messages } from '@/db/schema';
import { receiveChat } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { holdAnswers, nextFrame, openPage } from './support/pages';
import { expect, test } from './support/seat';

test.use({
  contextOptions: { reducedMotion: 'reduce' },
  // The message that is not there.
  allowedConsoleErrors: [/status of 404/],
});
test.describe.configure({ timeout: 120_000 });

const COUNT = 300;
const OLDEST_MS = Date.parse('2019-05-01T09:00:00.000Z');
const WEEK_MS = 7 * 24 * 3_600_000;

const topOf = async (message: Locator) => (await message.boundingBox())?.y ?? Number.NaN;

test('a conversation opens at the message that a search found years back, and stays there (B8)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Any news?' });
  const [conversation] = await db.select().from(conversations).where(eq(conversations.id, id));
  if (!conversation) throw new Error('no conversation');
  const { workspaceId, accountId } = conversation;
  const written = (n: number) => ({
    workspaceId,
    accountId,
    conversationId: id,
    gatewayMessageId: `g-${id}-${n}`,
    providerMessageId: `p-${id}-${n}`,
    senderProviderId: 'mira',
    isOurs: false,
    text: n === 120 ? 'The lighthouse keeper said no.' : `Week ${n}`,
    sentAt: new Date(OLDEST_MS + n * WEEK_MS),
  });
  await db.insert(messages).values([
    ...Array.from({ length: COUNT }, (_, n) => written(n)),
    {
      ...written(COUNT),
      text: 'See what I wrote.',
      quoted: { providerMessageId: `p-${id}-5`, senderProviderId: 'mira', text: 'Week 5' },
    },
  ]);

  const log = page.getByRole('log');
  const hit = log.getByRole('article').filter({ hasText: 'The lighthouse keeper' });
  const scroller = page.getByRole('region', { name: 'Messages', exact: true }).locator('article');
  const toNewest = page.getByRole('button', { name: 'Jump to newest' });

  await test.step('the hit is in sight and marked', async () => {
    await openPage(page, '/inbox?q=lighthouse');
    await page.getByRole('link', { name: /The lighthouse keeper/ }).click();
    await expect(hit).toBeInViewport();
    await expect(hit).toHaveAccessibleName(/found$/);
    await expect(page).toHaveURL(/[?&]at=/);
    await expect(log.getByText('Any news?')).toHaveCount(0);
    await expectAccessibleInAllLooks(page, 'opened at a hit');
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect(scroller).not.toHaveCount(0);
  });

  await test.step('older and newer messages come by themselves, and what is read does not move', async () => {
    // What the stream asks for again at its beginning must not be dropped for a page.
    const around = /\/api\/conversations\/[^/]+\?at=/;
    const held = await holdAnswers(page, around);
    await openPage(page, page.url());
    await held.asked;
    const dropped: string[] = [];
    page.on('requestfailed', (request) => dropped.push(request.url()));
    await expect(hit).toBeInViewport();
    const week = (n: number) => log.getByText(`Week ${n}`, { exact: true });
    await week(100).scrollIntoViewIfNeeded();
    await nextFrame(page);
    const before = await topOf(week(100));
    held.release();
    await expect(week(60)).toBeAttached();
    expect(dropped.filter((url) => url.includes('?at='))).toEqual([]);
    await page.unroute(around);
    expect(Math.abs((await topOf(week(100))) - before)).toBeLessThan(2);
    await week(140).scrollIntoViewIfNeeded();
    await expect(week(180)).toBeAttached();
    await expect(week(140)).toBeInViewport();
  });

  await test.step('what comes now does not take the reader out of the past', async () => {
    await hit.scrollIntoViewIfNeeded();
    await sandbox.control('POST', `/accounts/${account.providerAccountId}/messages`, {
      chatId: conversation.gatewayChatId,
      text: 'Are you there?',
    });
    await expect(page.getByRole('link', { name: /The lighthouse keeper/ })).toBeVisible();
    await expect
      .poll(async () => {
        const answer = await page.request.get(`/api/conversations/${id}`);
        return JSON.stringify(await answer.json());
      })
      .toContain('Are you there?');
    await expect(hit).toBeInViewport();
  });

  await test.step('one press leads to the newest, and the address forgets the hit', async () => {
    await toNewest.click();
    await expect(log.getByText('Are you there?')).toBeInViewport();
    await expect(page).not.toHaveURL(/[?&]at=/);
    await expect(toNewest).toHaveCount(0);
  });

  await test.step('a quote leads to its message in the same way', async () => {
    await page.getByRole('button', { name: /^Go to the quoted message/ }).click();
    await expect(log.getByText('Week 5', { exact: true })).toBeInViewport();
    await expect(log.getByRole('article', { name: /found$/ })).toBeFocused();
  });

  await test.step('a message that is not here says so, beside the newest', async () => {
    await page.goto(`/inbox/${id}?at=gone`);
    await expect(page.getByText('That message is not here')).toBeVisible();
    await page.getByRole('button', { name: 'Show the newest' }).click();
    await expect(page.getByText('That message is not here')).toHaveCount(0);
    await expect(log.getByText('Are you there?')).toBeInViewport();
  });
});
