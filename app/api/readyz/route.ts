import { pool } from '@/db/client';
import { getReadiness } from '@/lib/health/queries';

export const dynamic = 'force-dynamic';

/** Ready for traffic, or 503 with the reason in a word. */
export async function GET(): Promise<Response> {
  const readiness = await getReadiness(pool());
  return Response.json(readiness, {
    status: readiness.isReady ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}
