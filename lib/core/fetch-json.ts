import type { Problem } from './result';

/** A refused or failed request of the browser to our own API, with the sentence to show. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number | null;
  readonly problem: Problem | null;

  constructor(message: string, status: number | null, problem: Problem | null) {
    super(message);
    this.status = status;
    this.problem = problem;
  }

  /** Nobody answered, or somebody who has no database right now: the same request may succeed soon. */
  get isNotReached(): boolean {
    return this.status === null || this.status === 503;
  }
}

/** What was asked for is not there, or not for this reader. */
export function isNotFound(error: unknown): boolean {
  return error instanceof RequestError && error.status === 404;
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'message' in value && 'code' in value;
}

/** A page that is hidden draws no frame; nothing waits longer for one than this. */
const NO_FRAME_MS = 100;

/** A key press is on screen before what it makes the page ask for: each request takes some 2 ms to begin. */
function afterFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, NO_FRAME_MS);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      setTimeout(resolve);
    });
  });
}

/**
 * GET of one of our JSON routes, from the browser. Throws `RequestError`; `status` is null when nobody
 * answered.
 */
export async function fetchJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  await afterFrame();
  let response: Response;
  try {
    response = await fetch(path, { signal, headers: { accept: 'application/json' } });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new RequestError('Switchboard cannot be reached. We keep trying.', null, null);
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  const problem =
    typeof body === 'object' && body !== null && 'problem' in body && isProblem(body.problem)
      ? body.problem
      : null;
  throw new RequestError(
    problem?.message ?? 'The answer could not be read.',
    response.status,
    problem,
  );
}
