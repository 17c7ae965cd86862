import type { Page } from '@playwright/test';
import { memberInvitations } from '@/db/schema';
import { newId } from '@/lib/core/ids';
import { systemCtx } from '@/lib/jobs/system-scope';
import { mintReconnectLink } from '@/lib/reconnect-links/mutations';
import { signInvitation } from '@/lib/team/invitation-queries';
import { expect, test } from './support/fixtures';
import { addAccount, type World } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';

test.describe.configure({ timeout: 180_000 });
test.use({
  // Nothing moves while it is judged.
  contextOptions: { reducedMotion: 'reduce' },
  // A refused password and what is not there are among the states that are looked at.
  allowedConsoleErrors: [/status of 40[14]/],
});

async function heading(page: Page, name: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { name }).first()).toBeVisible();
}

/** An open invitation; the path of its page. */
async function invite({ db, team }: World, email: string, inviterId: string): Promise<string> {
  const [row] = await db
    .insert(memberInvitations)
    .values({
      workspaceId: team.workspace.id,
      email,
      role: 'member',
      invitedByMemberId: inviterId,
      expiresAt: new Date(Date.now() + 86_400_000),
    })
    .returning();
  if (!row) throw new Error('no invitation');
  return `/invite/${signInvitation(row.id)}`;
}

test.describe('signed out', () => {
  test('sign-in and its ways out are accessible (2.8)', async ({ page }) => {
    await page.goto('/sign-in');
    await heading(page, 'Sign in to Switchboard');
    await expectAccessibleInAllLooks(page, 'sign-in');

    await page.getByRole('button', { name: 'Email me a link' }).click();
    await expect(page.getByText('Enter your e-mail address first.').first()).toBeVisible();
    await expectAccessibleInAllLooks(page, 'sign-in without an address');

    await page.getByLabel('E-mail').fill(`nobody-${newId()}@example.com`);
    await page.getByLabel('Password').fill('not it');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText(/do not match/).first()).toBeVisible();
    await expectAccessibleInAllLooks(page, 'sign-in with a wrong password');

    const pages = {
      '/sign-in?error=busy': 'Sign in to Switchboard',
      '/sign-in/check-mail': 'Check your e-mail',
      '/sign-in/link?token=none': 'Confirm sign-in',
      '/sign-in/error?error=link': 'This link cannot be used',
      '/sign-in/error?error=failed': 'Sign-in did not work',
      '/no/such/page': 'There is nothing here',
    };
    for (const [path, title] of Object.entries(pages)) {
      await page.goto(path);
      await heading(page, title);
      await expectAccessibleInAllLooks(page, path);
    }
  });

  test('pages behind links of an e-mail are accessible (2.8)', async ({
    page,
    db,
    team,
    sandbox,
  }) => {
    const world = { db, team, sandbox };
    const owner = await team.addMember('owner', 'Jane Ruiz');
    const account = await addAccount(world, owner, {
      apiStatus: 'CREDENTIALS',
      row: { status: 'reconnect_needed' },
    });
    const reconnectUrl = await mintReconnectLink(systemCtx(db, team.workspace.id), {
      accountId: account.id,
      memberId: owner.member.id,
    });
    const newcomer = await invite(world, `new-${newId()}@example.com`, owner.member.id);
    const known = await invite(world, owner.user.email, owner.member.id);
    const pages: [string, string, string | RegExp][] = [
      ['invitation', newcomer, 'Join Acme'],
      ['invitation of somebody known', known, 'Join Acme'],
      ['useless invitation', '/invite/none', 'This invitation cannot be used'],
      ['reconnect link', reconnectUrl, 'Reconnect LinkedIn'],
      ['reconnect link in trouble', `${reconnectUrl}?trouble=failed`, 'Reconnect LinkedIn'],
      ['reconnect link pressed twice', `${reconnectUrl}?trouble=busy`, 'Reconnect LinkedIn'],
      ['useless reconnect link', '/reconnect/none', 'This link is of no use any more'],
      ['back from the wizard', '/connect/done', 'You are signed in at the provider'],
      ['back without success', '/connect/failed', 'The account was not connected'],
    ];
    for (const [name, path, title] of pages) {
      await page.goto(path);
      await heading(page, title);
      await expectAccessibleInAllLooks(page, name);
    }
  });
});
