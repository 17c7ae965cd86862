/** Why a link deserves a second look: its text names another host, or its host is not what it looks like. */
export type LinkWarning = 'other-host' | 'look-alike';

export type EmailTheme = 'light' | 'dark';

/** What the reader's frame shows of an e-mail. */
export type EmailView = 'safe' | 'plain' | 'source' | 'headers';
