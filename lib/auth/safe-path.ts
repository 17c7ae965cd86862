const BASE = 'http://own.invalid';
/** Back to one of these after sign-in would sign out, loop or download. */
const NOT_A_PAGE = /^\/(api|_next|sign-in)(\/|$)/;
const MAX_LENGTH = 2000;

/**
 * The path, query and fragment of one of our own pages, or `/`. Everything that a browser could read
 * as another origin is refused rather than repaired (open redirects, Z7): schemes, two slashes in any
 * spelling, backslashes, control characters.
 */
export function safePath(raw: unknown): string {
  if (typeof raw !== 'string' || raw.length > MAX_LENGTH) return '/';
  // Browsers drop tabs and line breaks and read a backslash as a slash before they look at a URL.
  if (!/^\/(?!\/)/.test(raw) || /[\\\p{Cc}]/u.test(raw) || !URL.canParse(raw, BASE)) return '/';
  const url = new URL(raw, BASE);
  if (url.searchParams.has('_rsc')) url.searchParams.delete('_rsc');
  const path = `${url.pathname}${url.search}${url.hash}`;
  // Resolved dots may have left two slashes in front: "/x/..//host".
  if (url.origin !== BASE || path.startsWith('//') || NOT_A_PAGE.test(url.pathname)) return '/';
  return path;
}
