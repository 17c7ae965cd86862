export const CHROME =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/150.0.0.0 Safari/537.36';

/** As the extension asks, with the token of its code. */
export function deviceRequest(token: string, method = 'GET', body?: unknown): Request {
  return new Request('http://localhost:3000/api/extension/session', {
    method,
    headers: { authorization: `Bearer ${token}` },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** What a browser reports of the LinkedIn member 1234567. */
export function aReport(fields: Record<string, unknown> = {}) {
  return {
    liAt: 'a-cookie',
    liA: null,
    userAgent: CHROME,
    linkedinMemberId: '1234567',
    seenAt: Date.now(),
    ...fields,
  };
}
