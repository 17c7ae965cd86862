import { z } from 'zod';
import { read, readItems } from '@/lib/gateway/answers';
import type { Page, PageRequest } from '@/lib/gateway/client';
import { GatewayError, hasCode } from '@/lib/gateway/errors';
import type { Call, GatewayHttp } from '@/lib/gateway/http';

/** Both kinds of list: of management (`has_more`) and of methods (`next_cursor`, `total_count`). */
const listSchema = z.object({
  data: z.array(z.unknown()),
  has_more: z.boolean().optional().catch(undefined),
  total_count: z.number().optional().catch(undefined),
  next_cursor: z.string().min(1).optional().catch(undefined),
});

/** Neither is published; these are within what every list that we know of takes. */
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/**
 * One page of a list. Whether it goes on by `cursor` or by `offset` depends on method and provider, and the
 * wrong one is refused (v2 §1.1): what the answer tells decides, and where a full page tells nothing, an
 * offset is tried, whose refusal is then the end. Our cursor says which it is. An unreadable item is left
 * out, counted and reported. Throws `invalid_request` for a cursor that is none of ours.
 */
export async function readPage<W, T>(
  http: GatewayHttp,
  call: Call,
  page: PageRequest,
  schema: z.ZodType<W>,
  map: (wire: W) => T,
): Promise<Page<T>> {
  const limit = Math.min(page.limit ?? DEFAULT_LIMIT, MAX_LIMIT);
  const place = placeOf(page.cursor);
  // A cursor carries the query of the first page.
  const query =
    place.by === 'cursor'
      ? { cursor: place.at, limit }
      : { ...call.query, offset: place.at === 0 ? null : place.at, limit };
  let list: List;
  try {
    list = await read(http, { ...call, query }, listSchema);
  } catch (error) {
    const isRefused = hasCode(error, 'invalid_request');
    if (place.by === 'guess' && isRefused) return { items: [], cursor: null, droppedCount: 0 };
    throw error;
  }
  return { ...readItems(http, call, list.data, schema, map), cursor: nextOf(list, place, limit) };
}

type List = z.infer<typeof listSchema>;
type Place = { by: 'cursor'; at: string } | { by: 'offset' | 'guess'; at: number };

function placeOf(cursor: string | null | undefined): Place {
  if (!cursor) return { by: 'offset', at: 0 };
  const [, by, at = ''] = /^(cursor|offset|guess):(.+)$/s.exec(cursor) ?? [];
  if (by === 'cursor') return { by, at };
  if ((by === 'offset' || by === 'guess') && /^\d{1,9}$/.test(at)) return { by, at: Number(at) };
  throw new GatewayError({ code: 'invalid_request', retry: 'no' });
}

function nextOf(list: List, place: Place, limit: number): string | null {
  if (list.next_cursor !== undefined) return `cursor:${list.next_cursor}`;
  // A list that went by cursor so far has none on its last page.
  if (place.by === 'cursor' || list.data.length === 0) return null;
  const end = place.at + list.data.length;
  if (list.has_more !== undefined) return list.has_more ? `offset:${end}` : null;
  if (list.total_count !== undefined) return end < list.total_count ? `offset:${end}` : null;
  return list.data.length >= limit ? `guess:${end}` : null;
}

/** What a verb of ours answers for which this dialect has no call, or none that we speak. */
export function notSupported(): GatewayError {
  return new GatewayError({ code: 'not_supported', retry: 'no' });
}
