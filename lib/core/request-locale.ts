const DEFAULT_LOCALE = 'en-GB';

/** First language of the browser that `Intl` can format with. */
export function localeOf(acceptLanguage: string | null): string {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((entry) => entry.split(';')[0]?.trim() ?? '')
    .filter((tag) => /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/.test(tag));
  return Intl.DateTimeFormat.supportedLocalesOf(wanted)[0] ?? DEFAULT_LOCALE;
}

/** The zone a browser told us in its cookie, or UTC when it is none that we know. */
export function zoneOf(cookie: string | undefined): string {
  if (!cookie) return 'UTC';
  try {
    const zone = decodeURIComponent(cookie);
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    return 'UTC';
  }
}
