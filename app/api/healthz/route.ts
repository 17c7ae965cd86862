/** Alive: this process answers. Depends on nothing, so that a slow database restarts nobody. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
}
