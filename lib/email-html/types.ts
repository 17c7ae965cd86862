/** Why a link deserves a second look: its text names another host, or its host is not what it looks like. */
export type LinkWarning = 'other-host' | 'look-alike';

/** What of an e-mail's HTML may be kept and shown. */
export interface CleanEmail {
  /**
   * `<html><head>…</head><body …>…</body></html>`. It makes no request by itself: remote pictures stand in
   * `data-remote-src`, pictures inside the e-mail in `data-cid`. For `emailDocument`, not for a page of ours.
   */
  safeHtml: string;
  /** What a reader sees of it without quoted history, as plain text: for lists, previews and search. */
  text: string;
  /** There are remote pictures that a reader may ask for. Those that only count readers are gone. */
  hasRemoteContent: boolean;
  /** It brings its own colours or layout, so it is shown on light paper whatever the theme. */
  isDesigned: boolean;
}

export type EmailTheme = 'light' | 'dark';
