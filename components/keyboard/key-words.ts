import type { ShortcutPreset } from '@/lib/preferences/types';
import { type CommandName, commandOf, keysOf } from './commands';

const CAPS: Record<string, string> = {
  Escape: 'Esc',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
};

/** The keys that a tooltip or a menu teaches: the first that the preset leaves. */
export function taughtKeys(name: CommandName, preset: ShortcutPreset): string | undefined {
  return allKeys(name, preset)[0];
}

/** Every key of a command, as they are written on a keyboard. */
export function allKeys(name: CommandName, preset: ShortcutPreset): string[] {
  const { listKeys = [], messageKeys = [] } = commandOf(name);
  return [...keysOf(name, preset), ...listKeys, ...messageKeys].map((keys) =>
    keys.replace(/[A-Za-z]{2,}/g, (word) => CAPS[word] ?? word),
  );
}
