import { receiveChat } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { expect, test } from './support/seat';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('a colleague sees who looks at a conversation, who types in it, and that they left (4)', async ({
  page,
  world,
  seat,
  colleague,
}) => {
  const { account } = await seat({ account: { row: { visibility: 'team-reply' } } });
  const { page: theirs } = colleague;
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  await page.goto(`/inbox/${id}`);
  await expect(page.getByRole('log').getByText('Tuesday?')).toBeVisible();

  await theirs.goto(`/inbox/${id}`);
  await expect(page.getByRole('button', { name: 'Omar Haddad is looking at this' })).toBeVisible();
  await expect(theirs.getByRole('button', { name: 'Jane Ruiz is looking at this' })).toBeVisible();

  await theirs.getByRole('textbox', { name: /^Reply to/ }).pressSequentially('Tue');
  await expect(page.getByRole('button', { name: 'Omar Haddad is typing' })).toBeVisible();
  await expectAccessibleInAllLooks(page, 'a colleague types');
  // Who stops pressing keys only looks, without anybody asking again.
  await expect(page.getByRole('button', { name: 'Omar Haddad is looking at this' })).toBeVisible({
    timeout: 15_000,
  });

  // Who closes the tab instead is forgotten after a minute.
  await theirs
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Accounts', exact: true })
    .click();
  await expect(page.getByRole('button', { name: /Omar Haddad/ })).toHaveCount(0);
});
