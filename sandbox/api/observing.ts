import type { MiddlewareHandler } from 'hono';
import type { FaultRule } from '../faults';
import type { World } from '../world';
import type { ApiEnv } from './context';
import { answerWithFault } from './fault-answers';

/** What differs between the two formats of the API when their requests are noted and disturbed. */
export interface Format {
  /** The account a request is about, as far as its address says; the id of v1 in both formats. */
  accountInPath: (path: string, query: Record<string, string>) => string | null;
  /** The error envelope that a fault rule of kind `status` asks for. */
  envelopeOf: (rule: FaultRule) => Response;
}

/** Notes every request in the log and applies the fault rules. */
export function observing(world: World, format: Format): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const startedAt = Date.now();
    c.set('accountId', null);
    const entry = {
      at: new Date(startedAt).toISOString(),
      method: c.req.method,
      path: c.req.path,
      query: c.req.query(),
      accountId: format.accountInPath(c.req.path, c.req.query()),
      status: null as number | null,
      durationMs: 0,
      fault: null as string | null,
    };
    world.log.addRequest(entry);
    const rule = world.faults.takeForRequest(entry.method, entry.path, entry.accountId);
    entry.fault = rule?.kind ?? null;
    if (rule === null) await next();
    else await answerWithFault(c, rule, format.envelopeOf, next);
    entry.accountId = c.get('accountId') ?? entry.accountId;
    entry.status = c.res.status;
    entry.durationMs = Date.now() - startedAt;
  };
}
