import type { z } from 'zod';
import { read, readItems } from '@/lib/gateway/answers';
import type { Page } from '@/lib/gateway/client';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import { listSchema } from './wire';

/** One page of a list. An unreadable item is left out, counted and reported. */
export async function readPage<W, T>(
  http: GatewayHttp,
  call: Call,
  schema: z.ZodType<W>,
  map: (wire: W) => T,
): Promise<Page<T>> {
  const list = await read(http, call, listSchema);
  return { ...readItems(http, call, list.items, schema, map), cursor: list.cursor };
}
