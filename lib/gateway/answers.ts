import { z } from 'zod';
import type { Page } from './client';
import { garbage } from './errors';
import type { Call, GatewayHttp } from './http';

/** The answer as the schema reads it. Throws `garbage` when it is something else. */
export async function read<T>(http: GatewayHttp, call: Call, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await http.call(call));
  if (parsed.success) return parsed.data;
  reportUnreadable(http, call, parsed.error);
  throw garbage(null);
}

/** What a list holds. An unreadable item is left out, counted and reported; throws `garbage` where all are. */
export function readItems<W, T>(
  http: GatewayHttp,
  call: Call,
  list: readonly unknown[],
  schema: z.ZodType<W>,
  map: (wire: W) => T,
): Pick<Page<T>, 'items' | 'droppedCount'> {
  const items = list.flatMap((item) => {
    const parsed = schema.safeParse(item);
    if (parsed.success) return [map(parsed.data)];
    reportUnreadable(http, call, parsed.error);
    return [];
  });
  const droppedCount = list.length - items.length;
  // Nothing readable at all is another kind of list. An empty page would say "there are none".
  if (droppedCount > 0 && items.length === 0) throw garbage(null);
  return { items, droppedCount };
}

/** Far beyond any tenant; only keeps a list that runs in circles from being read for ever. */
const MAX_PAGES = 20;

/** A list to its end, where nobody needs it page by page. */
export async function readPages<T>(
  pageAt: (cursor: string | null) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await pageAt(cursor);
    items.push(...page.items);
    cursor = page.cursor;
    if (!cursor) break;
  }
  return items;
}

/** Answers that say nothing but what was done. */
const objectSchema = z.object({ object: z.string() });

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
function reportUnreadable(http: GatewayHttp, call: Call, error: z.ZodError): void {
  const fields = error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.code}`);
  http.log.warn({ route: call.route, fields }, 'gateway answer not understood');
}
