/** The reader's choice. `system` follows the operating system, also while the page is open. */
export type Theme = 'light' | 'dark' | 'system';

/** Readable by scripts, a year, for the whole site. */
export const themeCookieName = 'theme';

const COOKIE_MAX_AGE_SECONDS = 31_536_000;

/** The cookie's value, or anything else, to a theme. */
export function parseTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** The class for `<html>` that the server can know; for `system` the script decides before the first paint. */
export function themeClassName(theme: Theme): string {
  return theme === 'dark' ? 'dark' : '';
}

/** The text for `document.cookie`. */
export function themeCookie(theme: Theme): string {
  return `${themeCookieName}=${theme}; path=/; max-age=${COOKIE_MAX_AGE_SECONDS}; samesite=lax`;
}

/**
 * Inline script for the head: sets the class before anything is painted, again when the system's preference
 * changes, and again when React writes the server's idea of the class over it. It reads the cookie each
 * time, so it is right after a change without a reload; a toggle that changes nothing is no mutation.
 */
export const themeScript = [
  '(()=>{',
  "const query=matchMedia('(prefers-color-scheme: dark)');",
  'const apply=()=>{',
  'const found=/(?:^|; )theme=(light|dark)/.exec(document.cookie);',
  "document.documentElement.classList.toggle('dark',found?found[1]==='dark':query.matches)",
  '};',
  "apply();query.addEventListener('change',apply);",
  "new MutationObserver(apply).observe(document.documentElement,{attributeFilter:['class']})",
  '})()',
].join('');
