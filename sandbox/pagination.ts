import { ApiError, invalid } from './errors';

/** Where a page ends: the next one continues strictly after this item, newest first. */
interface Position {
  last_id: string;
  last_date: number;
}

export interface PageRequest {
  limit: number;
  filters: Record<string, string>;
  position: Position | null;
}

export interface LimitRule {
  max: number;
  fallback: number;
}

/** 1–250, default 100: accounts, chats, messages, attendees, webhooks. */
export const listLimit: LimitRule = { max: 250, fallback: 100 };
/** 1–100, default 10: invitations. */
export const invitationLimit: LimitRule = { max: 100, fallback: 10 };
/** 1–1000, default 100: relations. */
export const relationLimit: LimitRule = { max: 1000, fallback: 100 };

/**
 * Reads `limit`, `cursor` and the filters of a list. A cursor carries the filters and the limit of
 * the first call, so filters sent beside it are ignored; a limit beside it wins.
 * Throws 400 for a cursor or limit that cannot be read, 422 for a limit above the maximum.
 */
export function readPage(
  query: Record<string, string>,
  filterNames: readonly string[],
  rule: LimitRule,
): PageRequest {
  const cursor = query.cursor;
  const limit = readLimit(query.limit, rule);
  if (cursor !== undefined) {
    const decoded = decodeCursor(cursor);
    return { ...decoded, limit: limit ?? decoded.limit };
  }
  const filters: Record<string, string> = {};
  for (const name of filterNames) {
    const value = query[name];
    if (value !== undefined) filters[name] = value;
  }
  return { limit: limit ?? rule.fallback, filters, position: null };
}

/** Cuts one page out of items of any order; `cursor` is null on the last page. */
export function cutPage<T>(
  items: Iterable<T>,
  page: PageRequest,
  keyOf: (item: T) => { id: string; date: number },
): { items: T[]; cursor: string | null } {
  const sorted = [...items]
    .map((item) => ({ item, ...keyOf(item) }))
    .filter((entry) => page.position === null || isAfter(entry, page.position))
    .sort((a, b) => b.date - a.date || (a.id < b.id ? 1 : -1));
  const shown = sorted.slice(0, page.limit);
  const last = shown.at(-1);
  const hasMore = sorted.length > shown.length && last !== undefined;
  return {
    items: shown.map((entry) => entry.item),
    cursor: hasMore ? encodeCursor(page, { last_id: last.id, last_date: last.date }) : null,
  };
}

function isAfter(entry: { id: string; date: number }, position: Position): boolean {
  if (entry.date !== position.last_date) return entry.date < position.last_date;
  return entry.id < position.last_id;
}

function readLimit(value: string | undefined, rule: LimitRule): number | null {
  if (value === undefined || value === '') return null;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1) throw invalid('limit must be an integer above 0');
  // The 2025 document of v1 answers 422 here; later versions list the type under 400.
  if (limit > rule.max)
    throw new ApiError(422, 'limit_too_high', `limit must be at most ${rule.max}`);
  return limit;
}

// Standard base64 with padding: the official SDK checks the alphabet and the length.
function encodeCursor(page: PageRequest, position: Position): string {
  const content = { ...page.filters, limit: page.limit, cursor: position };
  return Buffer.from(JSON.stringify(content)).toString('base64');
}

function decodeCursor(cursor: string): PageRequest {
  const content = parseObject(Buffer.from(cursor, 'base64').toString('utf8'));
  const position = content?.cursor;
  if (content === null || typeof content.limit !== 'number' || !isPosition(position)) {
    throw invalid('cursor is malformed');
  }
  const filters: Record<string, string> = {};
  for (const [name, value] of Object.entries(content)) {
    if (typeof value === 'string') filters[name] = value;
  }
  return { limit: content.limit, filters, position };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'last_id' in value &&
    typeof value.last_id === 'string' &&
    'last_date' in value &&
    typeof value.last_date === 'number'
  );
}
