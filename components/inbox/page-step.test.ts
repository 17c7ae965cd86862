import { describe, expect, it } from 'vitest';
import { pageStep } from './page-step';

const pane = { top: 100, bottom: 600 };

describe('an arrow on a message that is taller than its pane', () => {
  it('scrolls by what is seen less a few lines, then by the rest, then leads on', () => {
    let top = 100;
    const steps: number[] = [];
    for (let step = 1; step !== 0; ) {
      step = pageStep(1, { top, bottom: top + 1_200 }, pane);
      steps.push(step);
      top -= step;
    }
    expect(steps).toEqual([436, 264, 0]);
  });

  it('does the same upwards', () => {
    expect(pageStep(-1, { top: -300, bottom: 600 }, pane)).toBe(-400);
    expect(pageStep(-1, { top: 100, bottom: 700 }, pane)).toBe(0);
  });

  it.each([
    ['fits', { top: 400, bottom: 700 }],
    ['was scrolled away', { top: 700, bottom: 1_900 }],
    ['ends at the pane, but for a rounding', { top: 0, bottom: 601 }],
  ])('leads on at once where the message %s', (_, message) => {
    expect(pageStep(1, message, pane)).toBe(0);
  });
});
