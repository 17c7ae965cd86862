import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { createApi } from '../api/app';
import { ApiError } from '../errors';
import { fromPostpress, postpressRequestId, toPostpress } from '../wire-postpress/ids';
import type { World } from '../world';

/**
 * The PostPress API below `/v1`. It is v1 with another base, a key and ids of its own, and errors that name their
 * request; only its invitation route is documented.
 */
export function createApiPostpress(world: World): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>({ strict: false });
  const v1 = new Hono<{ Bindings: HttpBindings }>({ strict: false }).route(
    '/v1',
    createApi(world, {
      apiKey: world.apiKeyPostpress,
      isPostpress: true,
      errorBody: (error) => ({ ...error.body(), instance: postpressRequestId(world) }),
      nameOf,
    }),
  );
  world.outbox.wires.set('postpress', (text, event) => toPostpress(world, text, event.account));

  app.all('*', async (c) => {
    const request = await translated(world, c.req.raw);
    const answer = await v1.fetch(request, c.env);
    const isJson = answer.headers.get('content-type')?.startsWith('application/json');
    // What holds no JSON is a file, or a connection that was cut.
    if (!isJson) return answer;
    const headers = new Headers(answer.headers);
    headers.delete('content-length');
    const text = toPostpress(world, await answer.text());
    return new Response(text, { status: answer.status, headers });
  });
  return app;
}

/** The request with the ids of v1, byte by byte, since a form may hold files. */
async function translated(world: World, request: Request): Promise<Request> {
  const url = fromPostpress(world, request.url);
  const { method } = request;
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  const bytes = Buffer.from(await request.arrayBuffer()).toString('latin1');
  const body = Buffer.from(fromPostpress(world, bytes), 'latin1');
  return new Request(url, { method, headers, ...(body.length > 0 ? { body } : {}) });
}

/** PostPress keeps "done before" for a second invitation, and has a word for people who are connected. */
function nameOf(error: ApiError): ApiError {
  return error.type === 'errors/action_already_performed'
    ? new ApiError(error.status, 'already_connected', error.detail)
    : error;
}
