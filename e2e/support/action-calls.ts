import type { Result } from '@/lib/core/result';
import type { BuiltAction } from './build';

export interface ActionCall {
  cookie?: string;
  /** `null` sends none. Default: our own. */
  origin?: string | null;
  headers?: Record<string, string>;
}

/** What came of posting a Server Action without a browser. `result` is null when it did not run. */
export interface ActionAnswer {
  status: number;
  result: Result<unknown> | null;
  text: string;
}

/** Posts a Server Action as React does, with one JSON argument. */
export async function callAction(
  baseUrl: string,
  action: BuiltAction,
  input: unknown,
  call: ActionCall = {},
): Promise<ActionAnswer> {
  const origin = call.origin === undefined ? baseUrl : call.origin;
  const response = await fetch(`${baseUrl}${action.pagePath}`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      accept: 'text/x-component',
      'content-type': 'text/plain;charset=UTF-8',
      'next-action': action.id,
      ...(origin === null ? {} : { origin }),
      ...(call.cookie ? { cookie: call.cookie } : {}),
      ...call.headers,
    },
    body: JSON.stringify([input]),
  });
  const text = await response.text();
  return { status: response.status, result: parseResult(text), text };
}

// The answer is a flight stream: row 0 points to the row of the returned value.
function parseResult(text: string): Result<unknown> | null {
  for (const line of text.split('\n')) {
    const value = /^[0-9a-f]+:(\{"ok":.*\})$/.exec(line)?.[1];
    if (value) return JSON.parse(value) as Result<unknown>;
  }
  return null;
}
