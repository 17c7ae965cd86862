import type { z } from 'zod';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { requireSessionCtx } from '@/lib/auth/session';
import { errorFields, log } from '@/lib/core/log';
import { problemResponse, toProblem } from '@/lib/core/result';
import { parse } from '@/lib/server/action';
import { requireSameOrigin } from '@/lib/server/origin';

/** Signed-in answers are never kept by a cache between us and the browser (N5). */
const PRIVATE = { 'cache-control': 'private, no-store' };

interface RouteContext {
  params: Promise<Record<string, string | string[]>>;
}

/**
 * A GET route: session → context → input (path and query parameters in one object) → the query that
 * the page calls too. Returns JSON, or a Response as it is. Errors are `{ problem }` with the status.
 * Any other method changes something, so it must come from a page of ours.
 */
export function route<I>(
  schema: z.ZodType<I>,
  query: (ctx: Ctx<MemberScope>, input: I, request: Request) => Promise<unknown>,
): (request: Request, context: RouteContext) => Promise<Response> {
  return async (request, context) => {
    try {
      if (request.method !== 'GET' && request.method !== 'HEAD') requireSameOrigin(request.headers);
      const ctx = await requireSessionCtx(request.headers);
      const url = new URL(request.url);
      const raw = { ...Object.fromEntries(url.searchParams), ...(await context.params) };
      const result = await query(ctx, parse(schema, raw), request);
      if (result instanceof Response) return result;
      return Response.json(result, { headers: PRIVATE });
    } catch (error) {
      const problem = toProblem(error);
      const fields = { ...errorFields(error), reference: problem.reference };
      if (problem.code === 'internal') log().error(fields, 'route.failed');
      if (problem.code === 'unavailable') log().warn(fields, 'route.unavailable');
      return problemResponse(problem, new Headers(PRIVATE));
    }
  };
}
