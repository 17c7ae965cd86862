'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { cx } from 'class-variance-authority';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useCallback, useSyncExternalStore } from 'react';
import { parseTheme, type Theme, themeCookie, themeCookieName } from './theme';
import { Tooltip } from './tooltip';

export const themeOptions = [
  { value: 'light', label: 'Light', icon: <Sun /> },
  { value: 'dark', label: 'Dark', icon: <Moon /> },
  { value: 'system', label: 'System', icon: <Monitor /> },
] as const;

/** Three small buttons; the choice works at once and is kept in a cookie. */
export function ThemeToggle({ className }: { className?: string }) {
  const [theme, setTheme] = useTheme();
  return (
    <RadioGroup<Theme>
      aria-label="Theme"
      value={theme}
      onValueChange={setTheme}
      className={cx(
        'inline-flex w-fit gap-0.5 rounded-control border border-line bg-subtle p-0.5',
        className,
      )}
    >
      {themeOptions.map((option) => (
        <Tooltip key={option.value} content={option.label} side="bottom">
          <Radio.Root
            value={option.value}
            aria-label={option.label}
            className="inline-flex size-7 cursor-pointer items-center justify-center rounded-[4px] border border-transparent text-fg-3 hover:text-fg data-checked:border-line data-checked:bg-surface data-checked:text-fg forced-colors:data-checked:bg-[Highlight] pointer-coarse:size-11"
          >
            {option.icon}
          </Radio.Root>
        </Tooltip>
      ))}
    </RadioGroup>
  );
}

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
