import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './fixtures';

const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/**
 * No violation on the page as it is now: wide and on a phone, light and dark. `name` says which state
 * it is when there is one. The theme follows the system here, as it does until somebody chooses.
 */
export async function expectAccessibleInAllLooks(page: Page, name: string): Promise<void> {
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectTheme(page, colorScheme === 'dark');
      await untilStill(page);
      await expectAccessible(page, `${name}, ${viewport.width} wide, ${colorScheme}`);
    }
  }
}

async function expectTheme(page: Page, isDark: boolean): Promise<void> {
  const hasDark = () => page.evaluate(() => document.documentElement.classList.contains('dark'));
  await expect.poll(hasDark).toBe(isDark);
}

/** A colour on its way to another one is judged as neither. Spinners never end and are let be. */
async function untilStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const isEnding = (animation: Animation) =>
      animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
    const ending = document.getAnimations().filter(isEnding);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}
