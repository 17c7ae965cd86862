'use client';

import { useEffect, useEffectEvent } from 'react';
import { type ShortcutName, shortcutOf } from './shortcuts';
import { readStored, useStoredText, writeStored } from './stored-text';

const LETTERS_KEY = 'switchboard:single-keys';
const TEXT_FIELDS = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
const POPUPS = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** Calls `onShortcut` for a key that means something here; it returns false to leave the key alone. */
export function useShortcuts(onShortcut: (name: ShortcutName) => boolean): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : document.body;
    const name = shortcutOf({
      key: event.key,
      isInList: target.closest('[role="grid"]') !== null,
      isTaken:
        event.defaultPrevented ||
        event.isComposing ||
        target.closest(`${TEXT_FIELDS}, ${POPUPS}`) !== null,
      hasModifier: event.ctrlKey || event.metaKey || event.altKey,
      isOnControl: target.closest('a, button, summary') !== null,
      areLettersOn: readStored(LETTERS_KEY) !== 'off',
    });
    if (name && onShortcut(name)) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handle(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Single-letter keys collide with speech input, so they can be switched off (WCAG 2.1.4). */
export function useSingleKeys(): [boolean, (isOn: boolean) => void] {
  const isOn = useStoredText(LETTERS_KEY) !== 'off';
  return [isOn, (next) => writeStored(LETTERS_KEY, next ? null : 'off')];
}
