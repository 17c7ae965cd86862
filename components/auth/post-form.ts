import type { Problem } from '@/lib/core/result';

export type FormAnswer = { path: string } | { problem: Problem };

function problemOf(message: string): FormAnswer {
  return { problem: { code: 'unavailable', message, fields: {}, reference: '' } };
}

/**
 * Posts a form of sign-in and tells where to go next, or what is wrong. Never throws: a lost request
 * is a problem like any other.
 */
export async function postForm(
  action: string,
  values: Readonly<Record<string, string>>,
): Promise<FormAnswer> {
  let response: Response;
  try {
    response = await fetch(action, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(values),
    });
  } catch {
    return problemOf('Switchboard cannot be reached. Check your connection and try again.');
  }
  const body: unknown = await response.json().catch(() => null);
  if (isAnswer(body)) return body;
  return problemOf('The answer could not be read. Try again in a minute.');
}

function isAnswer(body: unknown): body is FormAnswer {
  return typeof body === 'object' && body !== null && ('path' in body || 'problem' in body);
}
