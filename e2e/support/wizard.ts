import type { Page } from '@playwright/test';
import { env } from '@/lib/core/env';

/** Walks the sandbox's LinkedIn sign-in with its second factor, from its first page to our own. */
export async function signInToLinkedIn(page: Page, login: string | null): Promise<void> {
  if (login) await page.getByLabel('E-mail or phone').fill(login);
  await page.getByLabel('Password').fill('a-password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Verification code').fill('123456');
  await page.getByRole('button', { name: 'Verify' }).click();
  // We ask the wizard to skip its own last page.
  await page.waitForURL((url) => url.origin === env().PUBLIC_URL);
}
