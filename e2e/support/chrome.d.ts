/** What the tests ask of Chromium's API for extensions, inside the extension's own process. */
declare const chrome: {
  storage: { local: { get(name: string): Promise<Record<string, unknown>> } };
  alarms: { get(name: string): Promise<{ periodInMinutes?: number } | undefined> };
};
