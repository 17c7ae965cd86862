/** Where a key acts: `list` only while the focus is on a row, `inbox` anywhere but in a text field. */
export type ShortcutScope = 'list' | 'inbox';

type Shortcut = {
  /** As `KeyboardEvent.key` says it, so that a layout decides where the key lies. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly scope: ShortcutScope;
};

/** The one list of keys: it feeds the handlers, the tooltips and every help text. */
export const SHORTCUTS = {
  next: { keys: ['j'], label: 'Next conversation', scope: 'inbox' },
  previous: { keys: ['k'], label: 'Previous conversation', scope: 'inbox' },
  rowDown: { keys: ['ArrowDown'], label: 'Next conversation', scope: 'list' },
  rowUp: { keys: ['ArrowUp'], label: 'Previous conversation', scope: 'list' },
  first: { keys: ['Home'], label: 'First conversation', scope: 'list' },
  last: { keys: ['End'], label: 'Last conversation', scope: 'list' },
  pageDown: { keys: ['PageDown'], label: 'One page down', scope: 'list' },
  pageUp: { keys: ['PageUp'], label: 'One page up', scope: 'list' },
  open: { keys: ['Enter', 'o'], label: 'Open, then write', scope: 'inbox' },
  reply: { keys: ['r'], label: 'Reply', scope: 'inbox' },
  nextView: { keys: [']'], label: 'Next view', scope: 'inbox' },
  previousView: { keys: ['['], label: 'Previous view', scope: 'inbox' },
  back: { keys: ['Escape'], label: 'Back', scope: 'inbox' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutName = keyof typeof SHORTCUTS;

/** The keys of a shortcut for a tooltip; the first one is taught. */
export function keyOf(name: ShortcutName): string {
  const [key] = SHORTCUTS[name].keys;
  return key === 'Escape' ? 'Esc' : key;
}

export type KeyPress = {
  key: string;
  isInList: boolean;
  /** In a text field, a dialog or a menu, or while an input method composes. */
  isTaken: boolean;
  hasModifier: boolean;
  /** On a button or a link, which keep Enter for themselves. */
  isOnControl: boolean;
  /** Single letters can be switched off (WCAG 2.1.4). */
  areLettersOn: boolean;
};

/** What a key press means here, or null when it belongs to the browser or to a control. */
export function shortcutOf(press: KeyPress): ShortcutName | null {
  if (press.isTaken || press.hasModifier) return null;
  if (press.key.length === 1 && !press.areLettersOn) return null;
  if (press.key === 'Enter' && press.isOnControl) return null;
  for (const name of Object.keys(SHORTCUTS) as ShortcutName[]) {
    const { keys, scope }: Shortcut = SHORTCUTS[name];
    if (keys.includes(press.key) && (scope === 'inbox' || press.isInList)) return name;
  }
  return null;
}
