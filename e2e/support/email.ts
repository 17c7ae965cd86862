import { expect, type Locator, type Page } from '@playwright/test';
import type { RunningSandbox } from '@/sandbox/server';
import { openPage } from './pages';

/** The frame of an e-mail stops the driver's own script, as it would any other: for `allowedConsoleErrors`. */
export const STOPPED_SCRIPTS = [/^Blocked script execution in .*allow-scripts/];

export const NOOR = { address: 'noor@client.example', name: 'Noor Haddad' };

/** An e-mail as the sandbox holds it. */
export interface KeptEmail {
  id: string;
  role: string;
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  html: string;
  isRead: boolean;
  inReplyTo: string | null;
  files: { name: string }[];
  headers: { name: string; value: string }[];
}

export async function emailsAt(sandbox: RunningSandbox): Promise<KeptEmail[]> {
  return ((await sandbox.control('GET', '/truth')) as { emails: KeptEmail[] }).emails;
}

export async function sentFrom(sandbox: RunningSandbox): Promise<KeptEmail[]> {
  return (await emailsAt(sandbox)).filter(({ role }) => role === 'sent');
}

/** Writes an e-mail in New message, which is not sent yet; returns the dialog. */
export async function writeNewEmail(
  page: Page,
  { to, subject, text }: { to: readonly string[]; subject: string; text: string },
): Promise<Locator> {
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'New message' });
  const field = dialog.getByRole('combobox', { name: 'Add to To' });
  for (const address of to) {
    await field.fill(address);
    await field.press('Enter');
  }
  await dialog.getByRole('textbox', { name: 'Subject' }).fill(subject);
  await dialog.getByRole('textbox', { name: 'Message' }).fill(text);
  await expect(dialog.getByRole('list', { name: 'To', exact: true })).toContainText(
    to.at(-1) ?? '',
  );
  return dialog;
}

/** As an admin does it, in the settings. */
export async function allowTracking(page: Page): Promise<void> {
  await openPage(page, '/settings/email');
  const tracking = page.getByRole('switch', { name: /Track e-mails/ });
  await expect(tracking).not.toBeChecked();
  await tracking.click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
}
