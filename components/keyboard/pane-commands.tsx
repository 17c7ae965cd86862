'use client';

import { useCommand } from './keyboard-provider';

/** What takes the focus in a pane, the likeliest place to go on from first. */
const STARTS = [
  '[role="grid"] [tabindex="0"]',
  '[aria-label="Messages"][tabindex="0"]',
  'a[aria-current="page"]',
  'a[href], button',
];

/** Leads from one pane on screen to the next and round again; a part marked `data-pane` is one. */
export function PaneCommands() {
  useCommand('nextPane', () => goToPane(1));
  useCommand('previousPane', () => goToPane(-1));
  return null;
}

function goToPane(step: 1 | -1): boolean {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) =>
    pane.checkVisibility(),
  );
  const from = panes.findIndex((pane) => pane.contains(document.activeElement));
  const index = from < 0 ? (step === 1 ? 0 : panes.length - 1) : from + step;
  const pane = panes.at(index % panes.length);
  const start = pane && startOf(pane);
  start?.focus();
  return start !== undefined && start !== null;
}

function startOf(pane: HTMLElement): HTMLElement | null {
  for (const selector of STARTS) {
    const start = [...pane.querySelectorAll<HTMLElement>(selector)].find((one) =>
      one.checkVisibility(),
    );
    if (start) return start;
  }
  return null;
}
