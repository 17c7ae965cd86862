import type { Account } from '../state';
import { invalidParameters } from './errors';

const defaultLimit = 50;
const largestLimit = 100;

type Query = Record<string, string>;

/** A management list: `data` and whether there is more. */
export function managementPage<T>(object: string, items: readonly T[], query: Query) {
  const { limit, offset } = readWindow(query);
  const data = items.slice(offset, offset + limit);
  return { object, data, has_more: offset + data.length < items.length };
}

/** A list of methods that work by offset alone. */
export function offsetPage<T>(items: readonly T[], query: Query) {
  if (query.cursor !== undefined) {
    throw invalidParameters('This list has no cursor; use offset instead');
  }
  const { limit, offset } = readWindow(query);
  return { data: items.slice(offset, offset + limit), total_count: items.length };
}

/**
 * A list of methods that work by cursor alone. The cursor carries the query of the first call, so
 * filters beside it count for nothing. `list` answers the items by that query.
 */
export function cursorPage<T>(query: Query, list: (query: Query) => readonly T[]) {
  if (query.offset !== undefined) {
    throw invalidParameters('This list has no offset; use cursor instead');
  }
  const context = query.cursor === undefined ? { query, start: 0 } : readCursor(query.cursor);
  const { limit } = readWindow({ limit: query.limit ?? context.query.limit ?? '' });
  const items = list(context.query);
  const end = context.start + limit;
  const next = { query: { ...context.query, limit: String(limit) }, start: end };
  return {
    data: items.slice(context.start, end),
    ...(end < items.length ? { next_cursor: writeCursor(next) } : {}),
  };
}

/** A list of which the provider decides how it goes on: by cursor at LinkedIn and Instagram, else by offset. */
export function providerPage<T>(
  { type }: Account,
  query: Query,
  list: (query: Query) => readonly T[],
) {
  if (type === 'LINKEDIN' || type === 'INSTAGRAM') return cursorPage(query, list);
  // How many there are is told for relation requests alone.
  return { data: offsetPage(list(query), query).data };
}

interface CursorContext {
  query: Query;
  start: number;
}

function writeCursor(context: CursorContext): string {
  return Buffer.from(JSON.stringify(context)).toString('base64url');
}

function readCursor(cursor: string): CursorContext {
  try {
    const value: Partial<CursorContext> = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    const { query, start } = value;
    if (typeof query === 'object' && typeof start === 'number') return { query, start };
  } catch {
    // Falls through: what cannot be read and what is none get the same answer.
  }
  throw invalidParameters('cursor is malformed');
}

function readWindow(query: Query): { limit: number; offset: number } {
  const limit = readNumber(query, 'limit', defaultLimit);
  if (limit < 1 || limit > largestLimit) {
    throw invalidParameters(`limit must be between 1 and ${largestLimit}`);
  }
  return { limit, offset: readNumber(query, 'offset', 0) };
}

function readNumber(query: Query, name: string, fallback: number): number {
  const text = query[name];
  if (text === undefined || text === '') return fallback;
  if (!/^\d{1,9}$/.test(text)) throw invalidParameters(`${name} must be a number`);
  return Number(text);
}
