import type { FileChooser, Page } from '@playwright/test';

/**
 * Chooses files in the dialog that `press` opens. Playwright asks the browser for that dialog without waiting for the
 * answer; whatever comes between makes sure that it is told (without: 10 of 40 dialogs were never seen on a busy machine).
 */
export async function chooseFiles(
  page: Page,
  press: () => Promise<void>,
  files: Parameters<FileChooser['setFiles']>[0],
): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.evaluate(() => undefined);
  await press();
  await (await chooser).setFiles(files);
}
