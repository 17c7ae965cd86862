import type pg from 'pg';
import type { Db } from '@/db/client';
import { goTo, refuse } from '@/lib/auth/answers';
import { findByEmail, issueLinkToken, LINK_LIFETIME_MINUTES } from '@/lib/auth/people';
import { rateLimitsOf } from '@/lib/auth/rate-limits';
import { issueBrowserKey, linkRequestForm, readForm, requesterOf } from '@/lib/auth/requests';
import { safePath } from '@/lib/auth/safe-path';
import { env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { errorFields, log } from '@/lib/core/log';

export interface LinkMail {
  toEmail: string;
  url: string;
  lifetimeMinutes: number;
}

export interface LinkRequestParts {
  db: Db;
  pool: pg.Pool;
  send: (mail: LinkMail) => Promise<void>;
  /** Runs work once the answer has left. */
  later: (work: () => Promise<void>) => void;
}

/**
 * "Email me a link". Whether the address belongs to somebody is looked up only after the answer has
 * left, so that neither its words nor its time tell. Limited for each address and network address.
 */
export async function requestLink(request: Request, parts: LinkRequestParts): Promise<Response> {
  try {
    const { email, callbackUrl } = await readForm(request, linkRequestForm);
    await rateLimitsOf(parts.pool).take({
      'link:address': email,
      'link:ip': requesterOf(request).ip,
    });
    const browser = issueBrowserKey(request);
    parts.later(() => sendLink(parts, { email, browserKey: browser.key, callbackUrl }));
    return goTo(request, '/sign-in/check-mail', [browser.setCookie]);
  } catch (error) {
    const isBusy =
      error instanceof AppError && ['rate_limited', 'unavailable'].includes(error.code);
    return refuse(request, error, { trouble: isBusy ? 'busy' : 'wrong' });
  }
}

async function sendLink(
  parts: LinkRequestParts,
  input: { email: string; browserKey: string; callbackUrl: string | undefined },
): Promise<void> {
  try {
    if (!(await findByEmail(parts.db, input.email))) return;
    const token = await issueLinkToken(parts.db, input);
    const url = new URL('/sign-in/link', env().PUBLIC_URL);
    url.searchParams.set('token', token);
    const back = safePath(input.callbackUrl);
    if (back !== '/') url.searchParams.set('callbackUrl', back);
    const mail = { toEmail: input.email, url: url.href, lifetimeMinutes: LINK_LIFETIME_MINUTES };
    await parts.send(mail);
  } catch (error) {
    log().error(errorFields(error), 'auth.link_not_sent');
  }
}
