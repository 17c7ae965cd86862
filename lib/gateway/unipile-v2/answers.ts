import { z } from 'zod';
import type { Page, PageRequest } from '@/lib/gateway/client';
import { GatewayError, garbage } from '@/lib/gateway/errors';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import { read, reportUnreadable } from '@/lib/gateway/unipile-v1/answers';

/** Both kinds of list: of management (`has_more`) and of methods (`next_cursor`, `total_count`). */
const listSchema = z.object({
  data: z.array(z.unknown()),
  has_more: z.boolean().optional().catch(undefined),
  total_count: z.number().optional().catch(undefined),
  next_cursor: z.string().min(1).optional().catch(undefined),
});

/**
 * One page of a list that works by `offset`, which is what our cursor is then. An unreadable item is
 * left out, counted and reported. Throws `invalid_request` for a cursor of another list.
 */
export async function readByOffset<W, T>(
  http: GatewayHttp,
  call: Call,
  page: PageRequest,
  schema: z.ZodType<W>,
  map: (wire: W) => T,
): Promise<Page<T>> {
  const offset = offsetOf(page.cursor);
  const query = { ...call.query, offset: offset === 0 ? null : offset, limit: page.limit };
  const list = await read(http, { ...call, query }, listSchema);
  const end = offset + list.data.length;
  const isLast = list.data.length === 0 || !hasMore(list, end, page.limit);
  return { ...readItems(http, call, list.data, schema, map), cursor: isLast ? null : String(end) };
}

/** One page of a list that works by `cursor`, which carries the query of the first page (v2 §1.1). */
export async function readByCursor<W, T>(
  http: GatewayHttp,
  call: Call,
  page: PageRequest,
  schema: z.ZodType<W>,
  map: (wire: W) => T,
): Promise<Page<T>> {
  const { cursor, limit } = page;
  const query = cursor ? { cursor, limit } : { ...call.query, limit };
  const list = await read(http, { ...call, query }, listSchema);
  return {
    ...readItems(http, call, list.data, schema, map),
    cursor: list.next_cursor ?? null,
  };
}

/** What a verb of ours answers for which this dialect has no call, or none that we speak. */
export function notSupported(): GatewayError {
  return new GatewayError({ code: 'not_supported', retry: 'no' });
}

function offsetOf(cursor: string | null | undefined): number {
  if (!cursor) return 0;
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new GatewayError({ code: 'invalid_request', retry: 'no' });
}

/** Where neither the count nor a word tells, a full page is taken for one that goes on. */
function hasMore(list: z.infer<typeof listSchema>, end: number, limit?: number): boolean {
  if (list.has_more !== undefined) return list.has_more;
  if (list.total_count !== undefined) return end < list.total_count;
  return limit === undefined || list.data.length >= limit;
}

function readItems<W, T>(
  http: GatewayHttp,
  call: Call,
  data: readonly unknown[],
  schema: z.ZodType<W>,
  map: (wire: W) => T,
): Pick<Page<T>, 'items' | 'droppedCount'> {
  const items = data.flatMap((item) => {
    const parsed = schema.safeParse(item);
    if (parsed.success) return [map(parsed.data)];
    reportUnreadable(http, call, parsed.error);
    return [];
  });
  const droppedCount = data.length - items.length;
  // Nothing readable at all is another kind of list. An empty page would say "there are none".
  if (droppedCount > 0 && items.length === 0) throw garbage(null);
  return { items, droppedCount };
}
