import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { parseTheme, type Theme, themeClassName, themeCookie, themeScript } from './theme';

/** Runs the inline script as a browser would, and lets the system's preference change afterwards. */
function runScript({ cookie, isSystemDark }: { cookie: string; isSystemDark: boolean }) {
  const classes = new Set<string>();
  const listeners: (() => void)[] = [];
  const query = {
    matches: isSystemDark,
    addEventListener: (_event: string, listener: () => void) => listeners.push(listener),
  };
  const document = {
    cookie,
    documentElement: {
      classList: {
        toggle: (name: string, isOn: boolean) => (isOn ? classes.add(name) : classes.delete(name)),
      },
    },
  };
  class MutationObserver {
    observe = () => undefined;
    constructor(onMutation: () => void) {
      listeners.push(onMutation);
    }
  }
  runInNewContext(themeScript, { document, matchMedia: () => query, MutationObserver });
  return {
    isDark: () => classes.has('dark'),
    overwriteClasses() {
      classes.clear();
      for (const listener of listeners) listener();
    },
    changeSystem(isDark: boolean) {
      query.matches = isDark;
      for (const listener of listeners) listener();
    },
  };
}

describe('the theme before the first paint', () => {
  test.each([
    { cookie: '', isSystemDark: true, isDark: true },
    { cookie: '', isSystemDark: false, isDark: false },
    { cookie: 'theme=system', isSystemDark: true, isDark: true },
    { cookie: 'theme=light', isSystemDark: true, isDark: false },
    { cookie: 'a=1; theme=dark; b=2', isSystemDark: false, isDark: true },
    { cookie: 'my-theme=dark', isSystemDark: false, isDark: false },
  ])('cookie "$cookie" on a system that is dark: $isSystemDark', ({ isDark, ...setting }) => {
    expect(runScript(setting).isDark()).toBe(isDark);
  });

  test('follows the system while the page is open, but never against a choice', () => {
    const following = runScript({ cookie: 'theme=system', isSystemDark: false });
    following.changeSystem(true);
    expect(following.isDark()).toBe(true);
    const chosen = runScript({ cookie: 'theme=light', isSystemDark: false });
    chosen.changeSystem(true);
    expect(chosen.isDark()).toBe(false);
  });

  test('comes back when the classes are overwritten by a render', () => {
    const page = runScript({ cookie: 'theme=system', isSystemDark: true });
    page.overwriteClasses();
    expect(page.isDark()).toBe(true);
  });

  test('the script cannot end its own element, whatever is around it', () => {
    expect(themeScript).not.toMatch(/<|&/);
  });
});

test('what is written to the cookie is what is read from it, and rubbish is the system theme', () => {
  const themes: Theme[] = ['light', 'dark', 'system'];
  expect(themes.map((theme) => parseTheme(themeCookie(theme).split(/[=;]/)[1]))).toEqual(themes);
  expect([parseTheme(undefined), parseTheme('"><script>')]).toEqual(['system', 'system']);
  expect(themes.map(themeClassName)).toEqual(['', 'dark', '']);
});
