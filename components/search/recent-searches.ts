import { readStored, useStoredText, writeStored } from '@/components/inbox/stored-text';

const MOST_RECENT = 6;

function keyFor(memberId: string): string {
  return `switchboard:searches:${memberId}`;
}

/** What was searched for on this device, the latest first. */
export function useRecentSearches(memberId: string): string[] {
  return parseRecent(useStoredText(keyFor(memberId)));
}

export function rememberSearch(memberId: string, q: string): void {
  const text = q.trim();
  if (!text) return;
  const others = parseRecent(readStored(keyFor(memberId))).filter((other) => other !== text);
  writeStored(keyFor(memberId), JSON.stringify([text, ...others].slice(0, MOST_RECENT)));
}

export function forgetSearches(memberId: string): void {
  writeStored(keyFor(memberId), null);
}

/** Storage is shared with other versions of this page and with the person's own hands. */
export function parseRecent(stored: string | null): string[] {
  try {
    const list: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
