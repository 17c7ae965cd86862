import { countAtProvider, receiveChat } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { expect, test } from './support/seat';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.describe.configure({ timeout: 150_000 });

test('who writes while a colleague types or has answered is told, asked once, and may insist (B10)', async ({
  page,
  context,
  sandbox,
  world,
  seat,
  colleague,
}) => {
  const { account } = await seat({ account: { row: { visibility: 'team-reply' } } });
  const { page: theirs } = colleague;
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  const log = page.getByRole('log');
  const mine = page.getByRole('textbox', { name: 'Reply to Mira Olsen' });
  const his = theirs.getByRole('textbox', { name: 'Reply to Mira Olsen' });
  await page.goto(`/inbox/${id}`);
  await theirs.goto(`/inbox/${id}`);
  await expect(page.getByRole('button', { name: 'Omar Haddad is looking at this' })).toBeVisible();

  await test.step('one’s own other tab is no reason', async () => {
    const second = await context.newPage();
    await second.goto(`/inbox/${id}`);
    await expect(
      second.getByRole('button', { name: 'Omar Haddad is looking at this' }),
    ).toBeVisible();
    await mine.fill('One moment.');
    await second.close();
    await mine.press('Enter');
    await expect(log.getByText('One moment.')).toBeVisible();
    await expect(theirs.getByRole('log').getByText('One moment.')).toBeVisible();
  });

  await test.step('a colleague who types is named in the composer, and the first press asks', async () => {
    await mine.fill('Tuesday is fine.');
    await his.pressSequentially('I can');
    const typing = page.getByText('Omar Haddad is typing a reply');
    await expect(typing).toBeVisible();
    await mine.press('Enter');
    await expect(page.getByRole('button', { name: 'Send anyway' })).toBeVisible();
    await expect(mine).toHaveValue('Tuesday is fine.');
    // Once he stops it is still said that nothing was sent.
    await expect(page.getByText('Omar Haddad was typing a reply')).toBeVisible({ timeout: 15_000 });
    await expect(page.getByText(/Nothing was sent yet/)).toBeVisible();
  });

  await test.step('an answer that came since is named, and reviewed or overruled', async () => {
    // Jane has stopped typing, so nothing stands against his answer.
    await expect(theirs.getByRole('button', { name: 'Jane Ruiz is looking at this' })).toBeVisible({
      timeout: 15_000,
    });
    await his.press('Enter');
    await expect(log.getByText('I can', { exact: true })).toBeVisible();
    const answered = page.getByText(/^Omar Haddad replied after you began/);
    await expect(answered).toBeVisible();
    await mine.press('Enter');
    await expect(page.getByText(/Nothing was sent yet/)).toBeVisible();
    await expectAccessibleInAllLooks(page, 'a second answer is asked about');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Review' }).click();
    await expect(answered).toHaveCount(0);
    await expect(mine).toHaveValue('Tuesday is fine.');
    await expect(mine).toBeFocused();
    expect(await countAtProvider(sandbox, 'Tuesday is fine.')).toBe(0);
    await mine.press('Enter');
    await expect(log.getByText('Tuesday is fine.')).toBeVisible();
    await expect.poll(() => countAtProvider(sandbox, 'Tuesday is fine.')).toBe(1);
    expect(await countAtProvider(sandbox, 'I can')).toBe(1);
  });
});
