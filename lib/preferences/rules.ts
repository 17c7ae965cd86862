import type { Density, Preferences, ReceiptPolicy, ShortcutPreset } from './types';

type Choice<Value> = { value: Value; label: string; help?: string };

export const PRESET_CHOICES = [
  { value: 'default', label: 'Default', help: 'e done, h snooze, u unread, [ and ] views' },
  { value: 'gmail', label: 'Gmail', help: 'e archive, b snooze, u back, ` and ~ views' },
  { value: 'off', label: 'Off', help: 'No single keys. Arrows and Ctrl or ⌘ keys stay' },
] as const satisfies readonly Choice<ShortcutPreset>[];

export const DENSITY_CHOICES = [
  { value: 'comfortable', label: 'Comfortable', help: 'Large pictures, two lines of the message' },
  { value: 'cosy', label: 'Cosy', help: 'One line of the message' },
  { value: 'compact', label: 'Compact', help: 'Everything on one line, no pictures' },
] as const satisfies readonly Choice<Density>[];

export const RECEIPT_CHOICES = [
  { value: 'reply', label: 'When I reply or mark as done' },
  { value: 'open', label: 'When I open the conversation' },
  { value: 'never', label: 'Never' },
] as const satisfies readonly Choice<ReceiptPolicy>[];

/** Seconds for which a chat message waits before it goes out. */
export const CHAT_HOLDS = [0, 5, 10] as const;

export const DEFAULT_PREFERENCES: Preferences = {
  shortcuts: 'default',
  density: 'cosy',
  receipts: 'reply',
  chatHoldSeconds: 5,
  sendsOnEnter: true,
  quietHours: null,
};

/** What a member chose, with the default for everything else. */
export function withDefaults(chosen: Partial<Record<keyof Preferences, unknown>>): Preferences {
  const entries = Object.entries(chosen).filter(
    ([name, value]) => name in DEFAULT_PREFERENCES && value !== null && value !== undefined,
  );
  return { ...DEFAULT_PREFERENCES, ...Object.fromEntries(entries) };
}
