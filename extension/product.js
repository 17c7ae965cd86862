const PATH = '/api/extension/session';
const TIMEOUT_MS = 20_000;

/**
 * The address and the token of a pairing code, `https://switchboard.example/#token`.
 * @returns {{ origin: string, token: string } | null} null where it is none; plain http is for this machine only
 */
export function parseCode(code) {
  if (!URL.canParse(code.trim())) return null;
  const { origin, protocol, hostname, hash } = new URL(code.trim());
  const isOwnMachine = hostname === 'localhost' || hostname === '127.0.0.1';
  if (protocol !== 'https:' && !(protocol === 'http:' && isOwnMachine)) return null;
  const token = hash.slice(1);
  return /^[A-Za-z0-9_-]{20,100}$/.test(token) ? { origin, token } : null;
}

/**
 * Asks the product. Sends no cookie of it: the token alone says who asks.
 * @param {{ origin: string, token: string }} where
 * @param {'GET' | 'PUT' | 'DELETE'} method
 * @param {object} [report]
 * @returns {Promise<{ status: number, body: object | null }>} status 0: nobody answered
 */
export async function askProduct({ origin, token }, method, report) {
  try {
    const answer = await fetch(`${origin}${PATH}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(report ? { 'content-type': 'application/json' } : {}),
      },
      body: report ? JSON.stringify(report) : undefined,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: answer.status, body: await answer.json().catch(() => null) };
  } catch {
    return { status: 0, body: null };
  }
}
