import { encode } from 'next-auth/jwt';
import { env } from '@/lib/core/env';
import { DAY_MS, SECOND_MS } from '@/lib/core/time';

/** A sign-in ends after this time whatever happens. */
export const SESSION_SECONDS = (30 * DAY_MS) / SECOND_MS;
/** A browser that was not used for this time has to sign in again: `expires_at` moves with use. */
export const SESSION_IDLE_SECONDS = (14 * DAY_MS) / SECOND_MS;

/**
 * Name and attributes of the session cookie. On https the `__Host-` prefix makes browsers refuse one
 * that a neighbouring sub-domain or a plain-http page tries to set.
 */
export function sessionCookie() {
  const secure = isHttps();
  return {
    name: `${secure ? '__Host-' : ''}switchboard.session`,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure } as const,
  };
}

export function isHttps(): boolean {
  return env().PUBLIC_URL.startsWith('https:');
}

/** The cookie's value for a session row: encrypted and signed by next-auth, and only a name. */
export function encodeSessionId(sessionId: string): Promise<string> {
  return encode({
    token: { sid: sessionId },
    secret: env().AUTH_SECRET,
    maxAge: SESSION_SECONDS,
  });
}
