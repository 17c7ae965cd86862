import { memberInvitations, sends, webhookEvents } from '@/db/schema';
import { createMessage } from '@/db/testing/factories';
import { newId } from '@/lib/core/ids';
import { signInvitation } from '@/lib/team/invitation-queries';
import { addAccount, receiveChat, type World } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 180_000 });
test.use({
  // Nothing moves while it is judged.
  contextOptions: { reducedMotion: 'reduce' },
  // A refused password and what is not there are among the states that are looked at.
  allowedConsoleErrors: [/status of 40[14]/],
});

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

test.describe('inbox', () => {
  test('without an account, and with everything read (2.5, 2.8)', async ({
    page,
    context,
    world,
  }) => {
    const member = await world.team.addMember('member');
    await world.team.signIn(context, member);
    await page.goto('/inbox');
    await expect(page.getByText('Connect your first account')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'no account');
    await addAccount(world, member);
    await page.goto('/inbox');
    await expect(page.getByText('No conversations yet')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'no conversation');
    await page.goto('/inbox?view=unread');
    await expect(page.getByText('All done')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'all done');
    await page.goto(`/inbox/${newId()}`);
    await expect(page.getByText('This conversation is not here')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'not found');
  });

  test('filled, with a conversation open in every state of a message (2.8)', async ({
    page,
    world,
    seat,
  }) => {
    const { member, account } = await seat();
    const lost = await addAccount(world, member, {
      name: 'Jane, phone',
      provider: 'WHATSAPP',
      apiStatus: 'CREDENTIALS',
      row: { status: 'reconnect_needed' },
    });
    await receiveChat(world, account, { name: 'مريم السيد', text: 'هل يناسبك الثلاثاء؟' });
    const id = await receiveChat(world, account, {
      name: 'Mira Olsen',
      text: 'Prices: https://harbourline.example/prices',
    });
    await fillThread(world, { id, accountId: account.id, memberId: member.member.id });
    await page.goto('/inbox');
    await expect(page.getByRole('row', { name: /Mira Olsen/ })).toBeVisible();
    await expectAccessibleInAllLooks(page, 'list');

    await page.getByRole('button', { name: /^Filter/ }).click();
    await expect(page.getByRole('dialog').or(page.getByRole('menu'))).toBeVisible();
    await expectAccessibleInAllLooks(page, 'filter');
    await page.keyboard.press('Escape');

    await page.goto(`/inbox?account=${lost.id}`);
    await expect(page.getByRole('button', { name: /Clear|Show all/ }).first()).toBeVisible();
    await expectAccessibleInAllLooks(page, 'nothing matches');

    await page.goto(`/inbox/${id}`);
    const thread = page.getByRole('region', { name: 'Messages' });
    await expect(thread.getByText('We could not confirm delivery.')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'conversation');
    await page.getByRole('button', { name: 'Send again' }).click();
    await expect(page.getByRole('alertdialog')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'question before sending again');
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: /^Reply to/ }).fill('x'.repeat(8_100));
    await expect(page.getByText(/too long|left/)).toBeVisible();
    await expectAccessibleInAllLooks(page, 'too long a reply');
  });

  test('a conversation one may not answer (2.8)', async ({ page, context, db, team, sandbox }) => {
    const owner = await team.addMember('member');
    const reader = await team.addMember('viewer');
    const world = { db, team, sandbox };
    const account = await addAccount(world, owner, { row: { visibility: 'team-read' } });
    const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
    await team.signIn(context, reader);
    await page.goto(`/inbox/${id}`);
    await expect(page.getByRole('log')).toBeVisible();
    await expect(page.getByRole('textbox', { name: /^Reply to/ })).toHaveCount(0);
    await expectAccessibleInAllLooks(page, 'closed composer');
  });
});

/** Our messages in each state, and one deleted by its sender. */
async function fillThread(
  { db, team }: World,
  where: { id: string; accountId: string; memberId: string },
): Promise<void> {
  const conversation = { ...where, workspaceId: team.workspace.id };
  await createMessage(db, conversation, { isOurs: true, text: 'Here they are.', isSeen: true });
  await createMessage(db, conversation, { isDeleted: true, text: null });
  await createMessage(db, conversation, { text: 'Thank you!', isEdited: true });
  for (const state of ['sending', 'failed', 'unknown'] as const) {
    const now = new Date();
    await db.insert(sends).values({
      workspaceId: team.workspace.id,
      accountId: where.accountId,
      conversationId: where.id,
      authorMemberId: where.memberId,
      clientId: newId(),
      text: `This one is ${state}.`,
      state,
      // What is marked as posted is not posted by the worker.
      postedAt: now,
      settledAt: state === 'sending' ? null : now,
      errorCode: state === 'failed' ? 'recipient_unreachable' : null,
      errorRequestId: state === 'sending' ? null : 'request-1',
    });
  }
}

test('every page of the settings is accessible (2.8)', async ({
  page,
  context,
  db,
  team,
  world,
  seat,
}) => {
  const { member: owner } = await seat({ role: 'owner' });
  const member = await team.addMember('member', 'Omar Haddad');
  await invite(world, `new-${newId()}@example.com`, owner.member.id);
  for (const state of ['quarantined', 'failed'] as const) {
    await db.insert(webhookEvents).values({
      workspaceId: team.workspace.id,
      gatewayId: team.gatewayId,
      origin: 'webhook',
      body: Buffer.from('{"event":"nothing we know"}'),
      state,
      reason: 'unknown_event',
      processedAt: new Date(),
    });
  }
  const pages = {
    '/settings/profile': 'Profile',
    '/settings/keyboard': 'Preferences',
    '/settings/sessions': 'Sessions',
    '/settings/extension': 'Browser extension',
    '/settings/members': 'Members and roles',
    '/settings/webhooks': 'Webhooks',
  };
  for (const [path, title] of Object.entries(pages)) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
    await expectAccessibleInAllLooks(page, path);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('table').getByRole('button').first().click();
  await expect(page.getByRole('dialog').getByRole('heading', { name: 'Body' })).toBeVisible();
  await expectAccessibleInAllLooks(page, 'a delivery');
  await page.goto('/settings/members');
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'invitation dialog');

  await context.clearCookies();
  await team.signIn(context, member);
  for (const path of ['/settings/members', '/settings/webhooks']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessibleInAllLooks(page, `${path} of a member`);
  }
});

test('the menus of the frame are accessible (2.8)', async ({ page, context, team }) => {
  await team.signIn(context, await team.addMember('admin'));
  await page.setViewportSize({ width: 1440, height: 900 });
  await openPage(page, '/accounts');
  await page.getByRole('button', { name: /workspace menu/ }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'workspace menu');
  await openPage(page, '/accounts');
  await page.getByRole('navigation').getByRole('button', { name: 'More', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'sheet of a phone');
});
