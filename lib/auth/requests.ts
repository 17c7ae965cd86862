import { z } from 'zod';
import { isHttps } from '@/lib/auth/session-cookie';
import type { Requester } from '@/lib/auth/sessions';
import { normaliseEmail } from '@/lib/core/email';
import { AppError } from '@/lib/core/errors';
import { readLimited } from '@/lib/core/http';
import { randomToken } from '@/lib/core/secrets';
import { SECOND_MS } from '@/lib/core/time';

/** Longer input would let a stranger buy our CPU with bytes. */
const MAX_PASSWORD_LENGTH = 200;
const MAX_FORM_BYTES = 16 * 1024;
const FORM_TIMEOUT_MS = 10 * SECOND_MS;

const email = z
  .string()
  .transform(normaliseEmail)
  .pipe(z.string({ error: 'Enter an e-mail address, such as ana@norda.com.' }));
const callbackUrl = z.string().optional();

/** The forms of signing in. Unknown fields are refused (Z12). */
export const passwordForm = z.strictObject({
  email,
  password: z.string().min(1, 'Enter your password.').max(MAX_PASSWORD_LENGTH, 'Too long.'),
  callbackUrl,
});
export const linkRequestForm = z.strictObject({ email, callbackUrl });
export const linkForm = z.strictObject({ token: z.string().max(100), callbackUrl });
export const providerForm = z.strictObject({ callbackUrl });
export const emptyForm = z.strictObject({});

/** Reads an urlencoded form. Throws `invalid_input` with a sentence per field, or `too_large`. */
export async function readForm<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const bytes = request.body
    ? await readLimited(request.body, { maxBytes: MAX_FORM_BYTES, timeoutMs: FORM_TIMEOUT_MS })
    : Buffer.alloc(0);
  const parsed = schema.safeParse(Object.fromEntries(new URLSearchParams(bytes.toString('utf8'))));
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join('.') || 'form', issue.message]),
  );
  const [first] = Object.values(fields);
  throw new AppError('invalid_input', first ?? 'Check the marked fields.', { fields });
}

/** Who asks, for limits and for the list of sessions. Our server wrote the address of the network. */
export function requesterOf(request: Request): Requester {
  return {
    ip: request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || null,
    userAgent: request.headers.get('user-agent'),
  };
}

/** Cookies by name; one that cannot be decoded is left out. */
export function cookiesOf(request: Request): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const separator = pair.indexOf('=');
    if (separator < 1) continue;
    try {
      const name = pair.slice(0, separator).trim();
      cookies[name] = decodeURIComponent(pair.slice(separator + 1).trim());
    } catch {
      // Not one of ours: we encode what we set.
    }
  }
  return cookies;
}

/** Ties a sign-in link to the browser that asked for it. */
const BROWSER_KEY_SECONDS = 60 * 60;

export function browserKeyOf(request: Request): string | null {
  const value = cookiesOf(request)[browserKeyName()];
  return value && /^[\w-]{43}$/.test(value) ? value : null;
}

/** The key that this browser has or gets, and the cookie that keeps it. */
export function issueBrowserKey(request: Request): { key: string; setCookie: string } {
  const key = browserKeyOf(request) ?? randomToken();
  const secure = isHttps() ? '; Secure' : '';
  const rules = `Path=/; Max-Age=${BROWSER_KEY_SECONDS}; HttpOnly; SameSite=Strict${secure}`;
  return { key, setCookie: `${browserKeyName()}=${key}; ${rules}` };
}

function browserKeyName(): string {
  return `${isHttps() ? '__Host-' : ''}switchboard.link`;
}
