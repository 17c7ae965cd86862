import { eq, sql } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { newId } from '@/lib/core/ids';
import { DIALECTS } from '@/lib/gateway/testing/dialects';
import { countAtProvider } from './support/inbox';
import {
  comeDue,
  openAllHours,
  planInvitationTo,
  readInvitationsNow,
  settleSoon,
} from './support/invitations';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';
import { signInToLinkedIn } from './support/wizard';

test.describe.configure({ timeout: 120_000 });

for (const dialect of DIALECTS) {
  test.describe(dialect.dialect, () => {
    test.use({ dialect });

    test('an account is connected through the wizard, and a chat that comes is read and answered (A1, B1)', async ({
      page,
      context,
      db,
      team,
      sandbox,
    }) => {
      const seller = await team.addMember('member');
      await team.signIn(context, seller);
      await openPage(page, '/accounts');
      await page.getByRole('button', { name: 'Connect account' }).first().click();
      await page.getByRole('button', { name: /^LinkedIn/ }).click();
      await signInToLinkedIn(page, `jane.ruiz+${newId()}@harbourline.example`);
      await expect(page.getByText('Ready: done')).toBeVisible({ timeout: 60_000 });
      const [account] = await db
        .select()
        .from(accounts)
        .where(eq(accounts.workspaceId, team.workspace.id));
      await openPage(page, '/inbox');
      const text = `Is the blue one still there? ${newId()}`;
      await sandbox.control('POST', `/accounts/${account?.providerAccountId}/messages`, {
        newChat: true,
        name: 'Noor Haddad',
        text,
      });
      await page.getByRole('link', { name: /Noor Haddad/ }).click();
      await expect(page.getByText(text).last()).toBeVisible();
      const answer = `It is, Noor. ${newId()}`;
      const composer = page.getByRole('textbox', { name: 'Reply to Noor Haddad' });
      await composer.fill(answer);
      await composer.press('ControlOrMeta+Enter');
      await expect.poll(() => countAtProvider(sandbox, answer)).toBe(1);
      await expect(page.getByRole('log').getByText(answer)).toBeVisible();
    });

    test('invitations are read, accepted, greeted, refused and taken back (D1, D3, D7)', async ({
      page,
      db,
      sandbox,
      seat,
    }) => {
      const { account } = await seat({ account: { name: 'Jane Ruiz' } });
      const base = `/accounts/${account.providerAccountId}`;
      const invite = (direction: 'received' | 'sent', name: string, ageDays = 0) =>
        sandbox.control('POST', `${base}/invitations`, {
          direction,
          name,
          at: new Date(Date.now() - ageDays * 86_400_000).toISOString(),
        });
      await invite('received', 'Noor Haddad');
      await invite('received', 'Ben Adeyemi', 1);
      await invite('received', 'Yara Lind', 2);
      await invite('sent', 'Mira Olsen');
      await invite('sent', 'Old One', 70);
      await invite('sent', 'Older One', 100);
      await readInvitationsNow(db, account);
      await openPage(page, '/invitations');
      const received = page.getByRole('table', { name: 'Received invitations' });
      await expect(received.getByRole('row')).toHaveCount(4);

      // The keys act on the first row as long as the focus is in none.
      await page.keyboard.press('y');
      await expect(page.getByText('Noor Haddad: accepted')).toBeVisible();
      const hello = `Nice to meet you, Ben. ${newId()}`;
      await page.getByRole('button', { name: 'Say hello to Ben Adeyemi and accept' }).click();
      const greet = page.getByRole('dialog', { name: 'Accept Ben Adeyemi and say hello' });
      await greet.getByRole('textbox', { name: 'Greeting' }).fill(hello);
      await greet.getByRole('button', { name: 'Accept and greet' }).click();
      await expect(page.getByText(/^Ben Adeyemi: accepted. Your greeting leaves/)).toBeVisible();
      const { rows } = await db.execute<{ state: string; isLater: boolean }>(
        sql`select state, held_until > now() + interval '90 seconds' as "isLater"
          from sends where text = ${hello}`,
      );
      expect(rows).toEqual([{ state: 'held', isLater: true }]);
      await expect(received.getByRole('row')).toHaveCount(2);
      await page.keyboard.press('n');
      await page
        .getByRole('alertdialog', { name: 'Refuse Yara Lind?' })
        .getByRole('button', { name: 'Refuse' })
        .click();
      await expect(page.getByText('Nobody waits for an answer')).toBeVisible();

      await page.getByRole('link', { name: /^Sent/ }).click();
      const sent = page.getByRole('table', { name: 'Sent invitations' });
      await expect(sent.getByRole('row')).toHaveCount(4);
      await page.getByRole('button', { name: 'Withdraw old ones…' }).click();
      const old = page.getByRole('dialog', { name: 'Withdraw old invitations' });
      await old.getByRole('textbox').fill('60');
      await old.getByRole('button', { name: 'Withdraw' }).click();
      await expect(page.getByText('2 taken back')).toBeVisible();
      await expect(old).toHaveCount(0);
      await expect(sent.getByRole('row')).toHaveCount(2);
      await page.keyboard.press('w');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
      await expect(page.getByText('No invitation is pending')).toBeVisible();

      // What the provider has is what was done.
      await readInvitationsNow(db, account);
      const truth = await sandbox.control<{
        accounts: { name: string; invitations: unknown[]; relations: unknown[] }[];
      }>('GET', '/truth');
      const [own] = truth.accounts.filter(({ name }) => name === 'Jane Ruiz');
      expect(own?.invitations).toEqual([]);
      expect(own?.relations).toHaveLength(2);
    });

    test('somebody is looked up, planned and invited once; a limit stops the rest, silence is settled (D2, D4, D5)', async ({
      page,
      db,
      sandbox,
      seat,
    }) => {
      const { account } = await seat({ account: { name: 'Jane Ruiz' } });
      await openAllHours(db, account);
      await openPage(page, '/invitations?view=planned');
      const plan = (name: string, note = '') =>
        planInvitationTo(page, sandbox, account, { name, note });
      const planned = page.getByRole('table', { name: 'Planned invitations' });
      const ended = page.getByRole('table', { name: 'Invitations of the last 30 days' });
      const rowOf = (name: string) => ended.getByRole('row').filter({ hasText: name });
      const [method, path] = dialect.routes.send;

      await plan('Ana Novak', 'We met at the fair in Antwerp, Ana.');
      await comeDue(db, account);
      await expect(rowOf('Ana Novak')).toContainText('no answer known');

      await plan('Mira Olsen');
      await sandbox.control('POST', '/faults', {
        kind: 'reset_after_action',
        match: { method, path },
      });
      await comeDue(db, account);
      await expect(rowOf('Mira Olsen')).toContainText('Not confirmed');
      await settleSoon(db, account);
      await expect(rowOf('Mira Olsen')).toContainText('no answer known');
      await page.getByRole('button', { name: 'Resume now' }).click();

      await sandbox.control('POST', `/accounts/${account.providerAccountId}/weekly-invitations`, {
        most: 2,
      });
      await plan('Ben Adeyemi');
      await comeDue(db, account);
      await expect(planned.getByRole('row').filter({ hasText: 'Ben Adeyemi' })).toContainText(
        'LinkedIn asked to stop',
      );
      const { requests } = await sandbox.control<{ requests: { method: string; path: string }[] }>(
        'GET',
        '/log',
      );
      const wanted = new RegExp(`^${path.replaceAll('*', '[^/]+')}$`);
      const posts = requests.filter((one) => one.method === method && wanted.test(one.path));
      expect(posts).toHaveLength(3);

      // The invited person accepts: the note begins the chat that tells it.
      const truth = await sandbox.control<{
        accounts: { name: string; invitations: { id: string; message: string | null }[] }[];
      }>('GET', '/truth');
      const noted = truth.accounts
        .flatMap(({ invitations }) => invitations)
        .find(({ message }) => message?.includes('Antwerp'));
      await sandbox.control('POST', `/invitations/${noted?.id}/accept`, {});
      await expect(rowOf('Ana Novak')).toContainText('Accepted, as of', { timeout: 90_000 });
    });
  });
}
