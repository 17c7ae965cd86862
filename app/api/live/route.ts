import { db } from '@/db/client';
import { findSessionCtx } from '@/lib/auth/session';
import { env } from '@/lib/core/env';
import { log } from '@/lib/core/log';
import { LiveHub } from '@/lib/live/hub';
import { LIVE_HEADERS, openLiveStream } from '@/lib/live/stream';

export const dynamic = 'force-dynamic';

// The server in server/ answers this path itself; this mount serves a plain `next start`.
const shared = globalThis as typeof globalThis & { switchboardHub?: Promise<LiveHub> };

function hub(): Promise<LiveHub> {
  shared.switchboardHub ??= (async () => {
    const created = new LiveHub(env().DATABASE_URL, log());
    await created.start();
    return created;
  })();
  return shared.switchboardHub;
}

export async function GET(request: Request): Promise<Response> {
  const ctx = await findSessionCtx(request.headers, db());
  if (!ctx) return new Response(null, { status: 401 });
  const live = await hub();
  const encoder = new TextEncoder();
  let close: (() => void) | undefined;
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const sink = {
        write: (chunk: string) => controller.enqueue(encoder.encode(chunk)),
        end: () => controller.close(),
      };
      const recheck = () => findSessionCtx(request.headers, db());
      close = await openLiveStream(ctx, live, sink, recheck, log());
    },
    cancel: () => close?.(),
  });
  return new Response(stream, { headers: LIVE_HEADERS });
}
