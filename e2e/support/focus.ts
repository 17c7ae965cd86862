import { expect, type Locator, type Page } from '@playwright/test';

const MAX_TAB_STOPS = 120;

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < MAX_TAB_STOPS; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(target, 'reached by Tab').toBeFocused();
}

/** What is wrong with where the focus is now: nothing, or one sentence for each fault. */
export function focusFaults(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return ['focus is lost'];
    const label = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40);
    const what = `${element.tagName.toLowerCase()} "${label}"`;
    const faults: string[] = [];
    // A link over a whole row draws it on what stretches it.
    const hasOutline = [null, '::before', '::after'].some((part) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    });
    // A text box shows it by its frame.
    if (!hasOutline && !hasFocusFrame(element)) faults.push(`${what} shows no focus`);
    const box = element.getBoundingClientRect();
    const topmost = () => document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const isCovered = (top: Element | null) =>
      !top || !(element.contains(top) || top.contains(element));
    let hit = topmost();
    // The bubble of the stop before is on its way out, behind keys that come faster than any finger.
    for (let frames = 0; isCovered(hit) && frames < 30; frames += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      hit = topmost();
    }
    if (isCovered(hit)) {
      const cover = hit
        ? `${hit.tagName.toLowerCase()} "${hit.textContent?.slice(0, 40)}"`
        : 'the edge';
      faults.push(`${what} is hidden by ${cover} while it has the focus`);
    }
    return faults;

    function hasFocusFrame(field: HTMLElement): boolean {
      const frames = [field, field.parentElement, field.parentElement?.parentElement];
      const colours = () =>
        frames.map((frame) => (frame ? getComputedStyle(frame).borderBlockStartColor : ''));
      const focused = colours();
      field.blur();
      const isChanged = colours().some((colour, index) => colour !== focused[index]);
      field.focus();
      return isChanged;
    }
  });
}

/**
 * Walks every tab stop of the page once and returns the faults found on the way, with the number of
 * stops. Begins and ends outside the page.
 */
export async function walkTabStops(page: Page): Promise<{ stops: number; faults: string[] }> {
  const faults: string[] = [];
  await page.evaluate(() => {
    Reflect.set(window, 'tabStops', new Set<Element>());
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  for (let stops = 0; stops < MAX_TAB_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    const isNew = await page.evaluate(() => {
      const seen = Reflect.get(window, 'tabStops') as Set<Element | null>;
      const { activeElement } = document;
      const isKnown = activeElement === document.body || seen.has(activeElement);
      seen.add(activeElement);
      return !isKnown;
    });
    if (!isNew) return { stops, faults };
    faults.push(...(await focusFaults(page)));
  }
  return { stops: MAX_TAB_STOPS, faults: [...faults, 'the focus never leaves the page'] };
}
