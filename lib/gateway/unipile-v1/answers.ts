import type { z } from 'zod';
import type { Page } from '@/lib/gateway/client';
import { garbage } from '@/lib/gateway/errors';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import { listSchema, objectSchema } from './wire';

/** The answer as the schema reads it. Throws `garbage` when it is something else. */
export async function read<T>(http: GatewayHttp, call: Call, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await http.call(call));
  if (parsed.success) return parsed.data;
  reportUnreadable(http, call, parsed.error);
  throw garbage(null);
}

/** One page of a list. An unreadable item is left out, counted and reported. */
export async function readPage<W, T>(
  http: GatewayHttp,
  call: Call,
  schema: z.ZodType<W>,
  map: (wire: W) => T,
): Promise<Page<T>> {
  const list = await read(http, call, listSchema);
  const items = list.items.flatMap((item) => {
    const parsed = schema.safeParse(item);
    if (parsed.success) return [map(parsed.data)];
    reportUnreadable(http, call, parsed.error);
    return [];
  });
  const droppedCount = list.items.length - items.length;
  // Nothing readable at all is another kind of list. An empty page would say "there are none".
  if (droppedCount > 0 && items.length === 0) throw garbage(null);
  return { items, cursor: list.cursor, droppedCount };
}

/** The `object` word of an answer that says nothing else. Throws `garbage` for any but `names`. */
export async function readObject<N extends string>(
  http: GatewayHttp,
  call: Call,
  ...names: readonly N[]
): Promise<N> {
  const { object } = await read(http, call, objectSchema);
  const name = names.find((candidate) => candidate.toLowerCase() === object.toLowerCase());
  if (!name) throw garbage(null);
  return name;
}

/** Names the fields and never their values: those may be what people wrote. */
export function reportUnreadable(http: GatewayHttp, call: Call, error: z.ZodError): void {
  const fields = error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.code}`);
  http.log.warn({ route: call.route, fields }, 'gateway answer not understood');
}
