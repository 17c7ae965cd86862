import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Frame, type Page } from '@playwright/test';

const require = createRequire(import.meta.url);
const ofBuilder = { paths: [dirname(require.resolve('@axe-core/playwright'))] };
/** The builder brings it as well, twice its size, and would put it into the page twice for every look. */
const AXE = readFileSync(require.resolve('axe-core/axe.min.js', ofBuilder), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const CONTRAST_RULES = ['color-contrast', 'link-in-text-block'];

/** No violation of WCAG 2.2 A and AA on the page as it is now; `name` says what is looked at. */
export async function expectAccessible(
  page: Page,
  name?: string,
  { isContrastOnly = false }: { isContrastOnly?: boolean } = {},
): Promise<void> {
  // It comes a moment after the page that a press led to.
  await expect(page, name).toHaveTitle(/./);
  // Some controls get their names only as the page takes over; pages outside of the frame never say that they have.
  await page.waitForFunction(() => {
    const isInFrame = document.getElementById('main') !== null;
    return !isInFrame || 'pageReady' in document.documentElement.dataset;
  });
  for (const frame of page.frames()) await addAxe(frame);
  const result = await new AxeBuilder({ page, axeSource: ';' })
    // No page has a frame of another origin, so the quicker way, without a page of its own, sees it all.
    .setLegacyMode(true)
    .options({
      runOnly: isContrastOnly
        ? { type: 'rule', values: CONTRAST_RULES }
        : { type: 'tag', values: TAGS },
      // Of what is right nobody reads where it stands.
      resultTypes: ['violations'],
    })
    .analyze();
  const found = result.violations.map((violation) => ({
    rule: violation.id,
    nodes: violation.nodes.map((node) => node.target.join(' ')),
  }));
  expect(found, name).toEqual([]);
}

/** Once for each document. A frame that goes meanwhile is not judged, as the builder has it. */
async function addAxe(frame: Frame): Promise<void> {
  try {
    if (!(await frame.evaluate('typeof window.axe === "object"'))) await frame.evaluate(AXE);
  } catch (error) {
    if (!frame.parentFrame()) throw error;
  }
}
