import { addAccount, receiveChat } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { firstMailTo, linkIn } from './support/mailbox';
import { openConversation } from './support/pages';
import { expect, test } from './support/seat';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.describe.configure({ timeout: 150_000 });

const WIDE = { width: 1440, height: 900 };

test('two members talk in private notes, one names the other, and nothing of it leaves (B7)', async ({
  page,
  sandbox,
  world,
  seat,
  colleague,
}) => {
  const { member: jane, account } = await seat({ account: { row: { visibility: 'team-reply' } } });
  const { member: omar, page: theirs } = colleague;
  const hidden = await addAccount(world, jane, { name: 'Jane, private' });
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  const alone = await receiveChat(world, hidden, { name: 'Wei Tanaka', text: 'Lunch?' });

  const note = page.getByRole('textbox', { name: 'Private note', exact: true });
  const reply = page.getByRole('textbox', { name: 'Reply to Mira Olsen' });
  const log = page.getByRole('log');

  await theirs.goto('/inbox');
  await expect(theirs.getByRole('row', { name: /Mira Olsen/ })).toBeVisible();

  await test.step('“m” leads to the note, whose draft is its own and outlives a reload', async () => {
    await openConversation(page, id);
    await expect(log.getByText('Tuesday?')).toBeVisible();
    await reply.fill('Tuesday is');
    await reply.press('Escape');
    await page.keyboard.press('m');
    await expect(note).toBeFocused();
    await expect(page.getByText('Only your team sees this')).toBeVisible();
    await note.fill('Careful, she');
    await page.reload();
    await expect(reply).toHaveValue('Tuesday is');
    await page.getByRole('button', { name: 'Note · draft' }).click();
    await expect(note).toHaveValue('Careful, she');
  });

  await test.step('“@” offers the colleagues by keys', async () => {
    await note.press('End');
    await note.pressSequentially(' knows @om');
    await expect(page.getByRole('option', { name: /Omar Haddad/ })).toBeVisible();
    await expectAccessibleInAllLooks(page, 'a note names a colleague');
    // Whom it is for stays in sight.
    const covered = async () => {
      const box = await page.getByRole('listbox', { name: 'Colleagues' }).boundingBox();
      const line = await page.getByText('Only your team sees this').last().boundingBox();
      return box && line ? box.y + box.height - line.y : Number.POSITIVE_INFINITY;
    };
    expect(await covered()).toBeLessThanOrEqual(0);
    await page.setViewportSize(WIDE);
    await note.press('Enter');
    await expect(note).toHaveValue('Careful, she knows @Omar Haddad ');
    await note.pressSequentially('well');
    await note.press('Enter');
    await expect(log.getByRole('article', { name: /Private note by Jane Ruiz/ })).toContainText(
      'Careful, she knows @Omar Haddad well',
    );
    await expect(note).toHaveValue('');
  });

  await test.step('what is typed in the same moment stands behind the name', async () => {
    await note.pressSequentially('@om');
    await expect(page.getByRole('option', { name: /Omar Haddad/ })).toBeVisible();
    await note.evaluate(async (field) => {
      const enter = { key: 'Enter', bubbles: true, cancelable: true };
      field.dispatchEvent(new KeyboardEvent('keydown', enter));
      await Promise.resolve();
      document.execCommand('insertText', false, 'w');
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      document.execCommand('insertText', false, 'ell');
    });
    await expect(note).toHaveValue('@Omar Haddad well');
    await note.fill('');
  });

  await test.step('the colleague is told at once, by e-mail too, and is led to the note', async () => {
    const mail = await firstMailTo(omar.user.email, 60_000);
    expect(mail.subject).toBe('Jane Ruiz mentioned you in a private note');
    expect(mail.text + mail.html).not.toContain('Careful');
    expect(linkIn(mail)).toContain(`/inbox/${id}?at=`);
    await theirs.getByRole('button', { name: 'Mentions, 1 new' }).click();
    await theirs
      .getByRole('dialog')
      .getByRole('link', { name: /Mira Olsen/ })
      .click();
    await expect(theirs.getByRole('article', { name: /by Jane Ruiz.*found/ })).toBeInViewport();
    await expect(theirs.getByRole('button', { name: 'Mentions', exact: true })).toBeVisible();
  });

  await test.step('an answer to it appears live, and its author changes and deletes it, with a way back', async () => {
    await theirs.getByRole('button', { name: 'Note', exact: true }).click();
    const own = theirs.getByRole('textbox', { name: 'Private note', exact: true });
    await own.fill('I will call her.');
    await own.press('Enter');
    const answer = log.getByRole('article', { name: /Private note by Omar Haddad/ });
    await expect(answer).toContainText('I will call her.');
    await expect(answer.getByRole('button', { name: 'Note actions' })).toHaveCount(0);
    await expectAccessibleInAllLooks(page, 'notes among messages');
    await page.setViewportSize(WIDE);
    const mine = theirs.getByRole('article', { name: /Private note by Omar Haddad/ });
    await mine.getByRole('button', { name: 'Note actions' }).click();
    await theirs.getByRole('menuitem', { name: 'Edit' }).click();
    await theirs.getByRole('textbox', { name: 'Change the note' }).fill('I called her.');
    await theirs.getByRole('button', { name: 'Save' }).click();
    await expect(answer).toContainText('I called her.');
    await mine.getByRole('button', { name: 'Note actions' }).click();
    await theirs.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(answer).toHaveCount(0);
    await theirs
      .getByRole('dialog')
      .filter({ hasText: 'Note deleted' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await expect(answer).toContainText('I called her.');
    await mine.getByRole('button', { name: 'Note actions' }).click();
    await theirs.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(answer).toHaveCount(0);
    // Hers shows it before the answer is back at who pressed.
    await expect(theirs.getByRole('dialog').filter({ hasText: 'Note deleted' })).toBeVisible();
    await theirs.keyboard.press('z');
    await expect(answer).toContainText('I called her.');
  });

  await test.step('who cannot see the conversation is not told, and the writer knows', async () => {
    await page.goto(`/inbox/${alone}`);
    await expect(log.getByText('Lunch?')).toBeVisible();
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await note.pressSequentially('@om');
    await expect(page.getByRole('option', { name: /Omar Haddad.*Cannot see this/ })).toBeVisible();
    await note.fill('@Omar Haddad should not know');
    await expect(
      page.getByText('Omar Haddad cannot see this conversation and will not be told.'),
    ).toBeVisible();
  });

  const truth = JSON.stringify(await sandbox.control('GET', '/truth'));
  expect(truth).toContain('Tuesday?');
  for (const text of ['Careful', 'I will call her', 'I called her']) {
    expect(truth).not.toContain(text);
  }
});
