import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { sessions } from '@/db/schema';
import { addAccount, receiveChat } from './support/inbox';
import { openConversation } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 90_000 });

const TEXT = 'Between us: nine thousand';

/** Everything that the browser keeps for us, as somebody with its developer tools would read it. */
const onDevice = (page: Page) => page.evaluate(() => JSON.stringify({ ...localStorage }));

test.describe('signing out', () => {
  // What the page asks while its session ends is refused.
  test.use({ allowedConsoleErrors: [/status of 401/] });

  test('asks before it takes unsent text away, and leaves none for the next person (2.5)', async ({
    page,
    db,
    world,
    seat,
  }) => {
    const { member, account } = await seat();
    const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'How much?' });
    await openConversation(page, id);
    const composer = page.getByRole('textbox', { name: 'Reply to Mira Olsen' });
    await composer.fill(TEXT);
    await expect.poll(() => onDevice(page)).toContain(TEXT);

    const askToLeave = async () => {
      await page.getByRole('button', { name: /workspace menu/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
    };
    await askToLeave();
    const question = page.getByRole('alertdialog', { name: 'Sign out and discard unsent text?' });
    await expect(question.getByText(/One message that was not sent/)).toBeVisible();
    await question.getByRole('button', { name: 'Stay signed in' }).click();
    await expect(question).toBeHidden();
    await expect(composer).toHaveValue(TEXT);

    await askToLeave();
    await question.getByRole('button', { name: 'Discard and sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in to Switchboard' })).toBeVisible();
    expect(await onDevice(page)).not.toContain(TEXT);
    const [session] = await db.select().from(sessions).where(eq(sessions.id, member.session.id));
    expect(session?.revokedAt).not.toBeNull();
  });
});

test('text of a session that ran out is gone once somebody else signs in here (2.5)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const [jane, omar] = [await team.addMember('member'), await team.addMember('member')];
  const world = { db, team, sandbox };
  const account = await addAccount(world, jane);
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'How much?' });
  await team.signIn(context, jane);
  await openConversation(page, id);
  await page.getByRole('textbox', { name: 'Reply to Mira Olsen' }).fill(TEXT);
  await expect.poll(() => onDevice(page)).toContain(TEXT);

  // Her page is gone by then: it would ask for her conversation in his name, and be refused.
  await page.goto('about:blank');
  await team.signIn(context, omar);
  await page.goto('/accounts');
  await expect(page.getByRole('heading', { name: 'Accounts', level: 1 })).toBeVisible();
  await expect.poll(() => onDevice(page)).not.toContain(TEXT);
});
