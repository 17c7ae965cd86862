import { type Page, test } from '@playwright/test';
import { expectAccessible } from './axe';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** Here the sidebar is a rail of icons: the rules are the same, the picture is not. */
const NARROW = { width: 1024, height: 768 };
/** `npm run shots` keeps a picture of every look instead of judging it. */
const SHOTS_FOLDER = process.env.SHOTS ? '.cache/shots' : null;

/**
 * No violation on the page as it is now: wide and on a phone, light and dark. `name` says which state
 * it is when there is one. The theme follows the system here, as it does until somebody chooses.
 */
export async function expectAccessibleInAllLooks(page: Page, name: string): Promise<void> {
  for (const viewport of SHOTS_FOLDER ? [WIDE, NARROW, PHONE] : [WIDE, PHONE]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      // Without motion nothing fades while it is judged, such as a toast whose time is over.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await untilTheme(page, colorScheme === 'dark');
      await untilStill(page);
      const look = `${name}, ${viewport.width} wide, ${colorScheme}`;
      if (SHOTS_FOLDER) await photograph(page, look);
      // Dark is the same page in other colours.
      else await expectAccessible(page, look, { isContrastOnly: colorScheme === 'dark' });
    }
  }
}

async function photograph(page: Page, look: string): Promise<void> {
  const fileName = (text: string) => text.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '');
  const [, ...titles] = test.info().titlePath.map(fileName);
  await page.screenshot({ path: `${SHOTS_FOLDER}/${titles.join('-')}/${fileName(look)}.png` });
}

async function untilTheme(page: Page, isDark: boolean): Promise<void> {
  // Asked with every frame that is drawn.
  const hasTheme = (dark: boolean) => document.documentElement.classList.contains('dark') === dark;
  await page.waitForFunction(hasTheme, isDark, { timeout: 10_000 });
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
