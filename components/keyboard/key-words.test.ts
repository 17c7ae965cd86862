import { describe, expect, it } from 'vitest';
import { allKeys, taughtKeys } from './key-words';

describe('the keys that are taught', () => {
  it('are the first of the preset', () => {
    expect(taughtKeys('snooze', 'default')).toBe('h');
    expect(taughtKeys('snooze', 'gmail')).toBe('b');
    expect(taughtKeys('snooze', 'off')).toBeUndefined();
    expect(taughtKeys('help', 'off')).toBe('Mod+/');
  });

  it('are written as on a keyboard', () => {
    expect(taughtKeys('back', 'default')).toBe('Esc');
    expect(allKeys('selectDown', 'default')).toEqual(['Shift+J', 'Shift+↓']);
    expect(allKeys('nextPane', 'default')).toEqual(['Mod+F6', 'F6']);
  });
});
