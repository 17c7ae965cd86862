import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { FaultRule } from '../faults';
import type { ApiContext } from './context';

const longestSilenceMs = 120_000;
const hugeBytes = 20 * 1024 * 1024;

/** Applies a fault rule to a request: before the action, after it, or instead of it. */
export async function answerWithFault(
  c: ApiContext,
  rule: FaultRule,
  envelopeOf: (rule: FaultRule) => Response,
  next: () => Promise<void>,
): Promise<void> {
  if (rule.delayMs !== undefined && !rule.kind.startsWith('timeout')) await sleep(rule.delayMs);
  const isAfter =
    rule.isAfterAction === true ||
    ['delay', 'timeout_after_action', 'reset_after_action', 'truncated_json'].includes(rule.kind);
  if (isAfter) await next();
  if (rule.kind === 'delay') return;
  const answer = rule.kind === 'status' ? envelopeOf(rule) : await faultyAnswer(c, rule);
  c.res = undefined;
  c.res = answer;
}

async function faultyAnswer(c: ApiContext, rule: FaultRule): Promise<Response> {
  const status = rule.status ?? 200;
  switch (rule.kind) {
    case 'answer':
      return new Response(rule.body ?? '', {
        status,
        headers: { 'Content-Type': rule.contentType ?? 'application/json', ...rule.headers },
      });
    case 'garbage_html':
      return new Response('<html><body><h1>Bad gateway</h1><hr>nginx</body></html>', {
        status,
        headers: { 'Content-Type': 'text/html', ...rule.headers },
      });
    case 'truncated_json': {
      const text = await c.res.text();
      return new Response(text.slice(0, Math.floor(text.length / 2)), {
        status: c.res.status,
        headers: { 'Content-Type': 'application/json' },
      });
    }
    case 'huge':
      return new Response(JSON.stringify({ padding: 'x'.repeat(rule.sizeBytes ?? hugeBytes) }), {
        status,
        headers: { 'Content-Type': 'application/json' },
      });
    case 'timeout':
    case 'timeout_after_action':
      await silence(c, rule.delayMs ?? longestSilenceMs);
      return RESPONSE_ALREADY_SENT;
    default:
      c.env.incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
  }
}

/** Says nothing until the caller gives up; then, or after the limit, the connection is cut. */
async function silence(c: ApiContext, limitMs: number): Promise<void> {
  const { socket } = c.env.incoming;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, limitMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  socket.destroy();
}

function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
