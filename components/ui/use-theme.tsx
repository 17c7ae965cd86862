'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useCallback, useSyncExternalStore } from 'react';
import { parseTheme, type Theme, themeCookie, themeCookieName } from './theme';

export const themeOptions = [
  { value: 'light', label: 'Light', icon: <Sun /> },
  { value: 'dark', label: 'Dark', icon: <Moon /> },
  { value: 'system', label: 'System', icon: <Monitor /> },
] as const;

/** The theme in force by choice, and how to change it. `system` until the browser has taken over. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(subscribe, readTheme, () => 'system' as const);
  const setTheme = useCallback((next: Theme) => {
    writeTheme(next);
    for (const listener of listeners) listener();
  }, []);
  return [theme, setTheme];
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function readTheme(): Theme {
  const entry = document.cookie.split('; ').find((one) => one.startsWith(`${themeCookieName}=`));
  return parseTheme(entry?.slice(themeCookieName.length + 1));
}

function writeTheme(theme: Theme) {
  const root = document.documentElement;
  // The Cookie Store API does not exist over plain http, which a self-hosted instance may be on.
  Reflect.set(document, 'cookie', themeCookie(theme));
  root.classList.add('theme-switching');
  const isDark =
    theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.classList.toggle('dark', isDark);
  // Two frames: the first paints the new theme without transitions, the second gives them back.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => root.classList.remove('theme-switching')),
  );
}
