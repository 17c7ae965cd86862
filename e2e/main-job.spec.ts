import { eq } from 'drizzle-orm';
import { accounts, messages, users } from '@/db/schema';
import { newId } from '@/lib/core/ids';
import { hashPassword } from '@/lib/core/passwords';
import { expect, test } from './support/fixtures';
import { firstMailTo, linkIn, mailsTo } from './support/mailbox';
import { signInToLinkedIn } from './support/wizard';

interface Truth {
  accounts: { id: string }[];
  messages: { text: string | null; accountId?: string }[];
}

test.describe.configure({ timeout: 120_000 });

test('a seller signs in, connects, answers, loses the account and gets it back from the e-mail', async ({
  page,
  browser,
  db,
  team,
  sandbox,
}) => {
  const seller = await team.addMember('member', 'Jane Ruiz');
  const admin = await team.addMember('admin', 'Lukas Weber');
  const login = `jane-${newId()}@harbourline.example`;
  await db
    .update(users)
    .set({ passwordHash: await hashPassword('a long password') })
    .where(eq(users.id, seller.user.id));

  await test.step('signs in and lands where the link led', async () => {
    await page.goto('/accounts');
    await page.getByLabel('E-mail').fill(seller.user.email);
    await page.getByLabel('Password').fill('a long password');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Accounts', level: 1 })).toBeVisible();
  });

  await test.step('connects LinkedIn through the wizard, from the button to Ready', async () => {
    await page.getByRole('button', { name: 'Connect account' }).first().click();
    await page.getByRole('button', { name: /^LinkedIn/ }).click();
    await signInToLinkedIn(page, login);
    await expect(page.getByText('Ready: done')).toBeVisible({ timeout: 30_000 });
  });

  const [account] = await db
    .select()
    .from(accounts)
    .where(eq(accounts.workspaceId, team.workspace.id));
  if (!account) throw new Error('The account was not stored.');
  expect(account.ownerMemberId).toBe(seller.member.id);

  await test.step('sees a message arrive without a reload, and answers it', async () => {
    await page.getByRole('link', { name: 'Inbox' }).first().click();
    await sandbox.control('POST', `/accounts/${account.providerAccountId}/messages`, {
      newChat: true,
      name: 'Mira Olsen',
      text: 'Could you show it to us on Tuesday?',
    });
    await page.getByRole('row', { name: /Mira Olsen/ }).click();
    const thread = page.getByRole('log');
    await expect(thread.getByText('Could you show it to us on Tuesday?')).toBeVisible();
    await expect(page.getByText('Replying as')).toBeVisible();
    await page.getByRole('textbox', { name: 'Reply to Mira Olsen' }).fill('Tuesday at ten works.');
    await page.keyboard.press('Enter');
    await expect(thread.getByText('Tuesday at ten works.')).toBeVisible();
    await expect(thread.getByText(/^(Sent|Delivered|Seen)/).first()).toBeVisible();
    const truth = (await sandbox.control('GET', '/truth')) as Truth;
    expect(truth.messages.filter(({ text }) => text === 'Tuesday at ten works.')).toHaveLength(1);
  });

  const adminContext = await browser.newContext();
  await team.signIn(adminContext, admin);
  const adminPage = await adminContext.newPage();
  await adminPage.goto('/overview');
  await page.goto('/accounts');

  await test.step('the account breaks: both screens say so at once, one e-mail goes to its owner', async () => {
    await sandbox.control('POST', `/accounts/${account.providerAccountId}/status`, {
      status: 'CREDENTIALS',
    });
    await expect(page.getByRole('main').getByText('Reconnect needed').first()).toBeVisible();
    await expect(adminPage.getByRole('main').getByText('Reconnect needed').first()).toBeVisible();
    const mail = await firstMailTo(seller.user.email);
    expect(mail.subject).toBe(`Reconnect LinkedIn (${account.name}) to keep receiving messages`);
    expect(mail.text.split(/\s+/).length).toBeLessThanOrEqual(110);
    expect(mail.html).toContain('Reconnect');
    expect(await mailsTo(admin.user.email)).toHaveLength(0);
  });

  const link = linkIn(await firstMailTo(seller.user.email));

  await test.step('a mail scanner that opens the link does no harm (A2)', async () => {
    for (const method of ['GET', 'HEAD', 'GET', 'GET', 'GET']) {
      expect((await fetch(link, { method })).status).toBe(200);
    }
  });

  await test.step('the link reconnects it without a login, and the history stays', async () => {
    const context = await browser.newContext();
    const phone = await context.newPage();
    await phone.goto(link);
    await phone.getByRole('button', { name: /Reconnect/ }).click();
    await signInToLinkedIn(phone, null);
    await expect(phone.getByText(/connected/i).first()).toBeVisible();
    // Until then it is on its way, and the link still good, should the sign-in fail.
    await expect(page.getByRole('main').getByText('Connected', { exact: true })).toBeVisible();
    await expect(page.getByRole('main').getByText('Reconnect needed')).toHaveCount(0);
    const [after] = await db.select().from(accounts).where(eq(accounts.id, account.id));
    expect(after?.providerAccountId).toBe(account.providerAccountId);
    const all = await db.select().from(accounts).where(eq(accounts.workspaceId, team.workspace.id));
    expect(all).toHaveLength(1);
    const kept = await db.select().from(messages).where(eq(messages.accountId, account.id));
    expect(kept.map(({ text }) => text)).toContain('Tuesday at ten works.');
    await context.close();
  });

  await test.step('the used link says so and opens nothing', async () => {
    await adminPage.goto(link);
    await expect(adminPage.getByRole('button', { name: /Reconnect/ })).toHaveCount(0);
    await expect(adminPage.getByRole('heading', { level: 1 })).toBeVisible();
  });
  await adminContext.close();
});
