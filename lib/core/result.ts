import { isConnectionLoss } from './connection-loss';
import { AppError, type ErrorCode, statusOf } from './errors';
import { newId } from './ids';

/** What a person is told when something did not work. `reference` finds the entry in the log. */
export interface Problem {
  code: ErrorCode;
  message: string;
  fields: Readonly<Record<string, string>>;
  reference: string;
  /** By what the provider finds its refusal again. */
  requestId?: string | null;
}

export type Result<T> = { ok: true; data: T } | { ok: false; problem: Problem };

/** In seconds; a Postgres that starts again is there after one to seven of them. */
const RETRY_AFTER = '2';

/**
 * The sentence of an AppError, or a fixed one: an unknown error never shows its own words. Without a
 * database it is `unavailable`, which a person or a browser may try again.
 */
export function toProblem(error: unknown): Problem {
  const reference = newId();
  if (error instanceof AppError && error.code !== 'internal') {
    const { code, message, fields, requestId } = error;
    return { code, message, fields, reference, ...(requestId && { requestId }) };
  }
  if (isConnectionLoss(error)) {
    return {
      code: 'unavailable',
      message:
        'Switchboard cannot be reached right now. Nothing you entered is lost. Try again in a moment.',
      fields: {},
      reference,
    };
  }
  return {
    code: 'internal',
    message: 'Something failed on our side. Nothing you entered is lost.',
    fields: {},
    reference,
  };
}

/** The answer to a script of ours. `headers` are changed. */
export function problemResponse(problem: Problem, headers: Headers): Response {
  if (problem.code === 'unavailable') headers.set('retry-after', RETRY_AFTER);
  return Response.json({ problem }, { status: statusOf(problem.code), headers });
}
