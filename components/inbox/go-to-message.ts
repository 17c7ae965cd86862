const FLASH_MS = 1_400;

/** The bubble of a message that is on screen, by our id or by the provider's. */
export function findMessage(id: string, within: ParentNode = document): HTMLElement | null {
  const name = CSS.escape(id);
  return within.querySelector<HTMLElement>(
    `[data-message="${name}"], [data-provider-message="${name}"]`,
  );
}

/** Scrolls to a loaded message, gives it the focus and shows for a moment which one it is. */
export function goToMessage(id: string): boolean {
  const target = findMessage(id);
  if (!target) return false;
  target.scrollIntoView({ block: 'center' });
  target.focus({ preventScroll: true });
  flash(target);
  return true;
}

export function flash(target: HTMLElement): void {
  target.animate([{ background: 'var(--accent-soft)' }, { background: 'transparent' }], FLASH_MS);
}
