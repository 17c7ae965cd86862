import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { newId } from '@/lib/core/ids';
import { expect, test } from './support/fixtures';

test.describe.configure({ timeout: 120_000 });

const login = (tag: string) => `jane.ruiz+${newId()}+${tag}@harbourline.example`;

/** From the Accounts page to our own form, as a person goes. */
async function openForm(page: Page, provider: string): Promise<void> {
  await page.goto('/accounts');
  await page.getByRole('button', { name: 'Connect account' }).first().click();
  await page.getByRole('link', { name: `Sign in here to ${provider}` }).click();
  await expect(page.getByRole('heading', { name: `Connect ${provider}`, level: 1 })).toBeVisible();
}

test('LinkedIn is connected here by password and a second factor (A11)', async ({
  page,
  context,
  db,
  team,
}) => {
  const seller = await team.addMember('member');
  await team.signIn(context, seller);
  await openForm(page, 'LinkedIn');

  await test.step('a wrong password stays on the form, at its field', async () => {
    await expect(page.getByLabel('E-mail or phone')).toBeFocused();
    await page.getByLabel('E-mail or phone').fill(login('2fa'));
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await expect(page.getByText('LinkedIn refused the sign-in')).toBeVisible();
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  });

  await test.step('the right one is asked for a code', async () => {
    await page.getByLabel('Password', { exact: true }).fill('a-password');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByLabel(/^Enter the code/)).toBeFocused();
    await expect(page.getByText(/[45]:\d\d left to sign in/)).toBeVisible();
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await expect(page.getByText('This was not right')).toBeVisible();
  });

  await test.step('and the right code ends on the accounts', async () => {
    await page.getByLabel(/^Enter the code/).fill('123456');
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect(page.getByText('Ready: done')).toBeVisible({ timeout: 30_000 });
    const rows = await db
      .select()
      .from(accounts)
      .where(eq(accounts.workspaceId, team.workspace.id));
    expect(rows.map((row) => row.ownerMemberId)).toEqual([seller.member.id]);
  });
});
