import { describe, expect, it } from 'vitest';
import { type KeyPress, keyOf, SHORTCUTS, type ShortcutName, shortcutOf } from './shortcuts';

const press = (over: Partial<KeyPress>): KeyPress => ({
  key: 'j',
  isInList: false,
  isTaken: false,
  hasModifier: false,
  isOnControl: false,
  areLettersOn: true,
  ...over,
});

describe('shortcuts', () => {
  it('give each key one meaning', () => {
    const keys = Object.values(SHORTCUTS).flatMap((shortcut) => [...shortcut.keys]);
    expect(keys.length).toBeGreaterThan(10);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('never act while somebody types, in a dialog or with a modifier', () => {
    const keys = Object.values(SHORTCUTS).flatMap((shortcut) => [...shortcut.keys]);
    for (const key of keys) {
      expect(shortcutOf(press({ key, isInList: true, isTaken: true }))).toBeNull();
      expect(shortcutOf(press({ key, isInList: true, hasModifier: true }))).toBeNull();
    }
  });

  it('leave the arrows to the browser outside the list', () => {
    expect(shortcutOf(press({ key: 'ArrowDown' }))).toBeNull();
    expect(shortcutOf(press({ key: 'ArrowDown', isInList: true }))).toBe('rowDown');
  });

  it('leave Enter to the button or link that has the focus', () => {
    expect(shortcutOf(press({ key: 'Enter', isOnControl: true }))).toBeNull();
    expect(shortcutOf(press({ key: 'Enter' }))).toBe('open');
  });

  it('switch off single letters and nothing else', () => {
    const off = { areLettersOn: false, isInList: true };
    const left = Object.keys(SHORTCUTS).filter((name) =>
      SHORTCUTS[name as ShortcutName].keys.some((key) => shortcutOf(press({ key, ...off }))),
    );
    expect(left).toEqual([
      'rowDown',
      'rowUp',
      'first',
      'last',
      'pageDown',
      'pageUp',
      'open',
      'back',
    ]);
    expect(shortcutOf(press({ key: 'j', ...off }))).toBeNull();
  });

  it('are shown as people read them on a keyboard', () => {
    expect(keyOf('back')).toBe('Esc');
    expect(keyOf('next')).toBe('j');
  });
});
