import type pg from 'pg';
import type { Db } from '@/db/client';
import { goTo, goToProvider, refuse, type SignInTrouble } from '@/lib/auth/answers';
import { type BridgeAnswer, callNextAuth } from '@/lib/auth/next-auth-bridge';
import {
  authOptions,
  type OwnMethod,
  type SignInRequest,
  type WellKnown,
} from '@/lib/auth/options';
import { findByPassword, redeemLinkToken } from '@/lib/auth/people';
import { signInProviders } from '@/lib/auth/providers';
import { rateLimitsOf } from '@/lib/auth/rate-limits';
import {
  browserKeyOf,
  cookiesOf,
  emptyForm,
  linkForm,
  passwordForm,
  providerForm,
  readForm,
  requesterOf,
} from '@/lib/auth/requests';
import { safePath } from '@/lib/auth/safe-path';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { findSessionCtx, readSessionId } from '@/lib/auth/session';
import type { SignInRecorder } from '@/lib/auth/sessions';
import { env } from '@/lib/core/env';
import { AppError, notFound } from '@/lib/core/errors';

/** What the route brings along: our rows, and what the domain writes down about a sign-in. */
export interface AuthParts {
  db: Db;
  pool: pg.Pool;
  recordSignIn: SignInRecorder;
  signOut: (ctx: Ctx<MemberScope>) => Promise<void>;
  wellKnown?: WellKnown;
}

/**
 * Everything under /api/auth/ that next-auth answers. `request` has passed our server, which pinned
 * Host; a POST must come from a page of ours, which `requireSameOrigin` checks before this is called.
 * Only the ways in that we offer exist: next-auth's own pages and its session route do not.
 */
export async function handleAuth(request: Request, parts: AuthParts): Promise<Response> {
  const [action, provider = '', ...rest] = segmentsOf(request);
  if (rest.length > 0) return refuse(request, notFound('Page'), { trouble: 'failed' });
  const way = `${request.method} ${action}`;
  if (way === 'GET error') return refuse(request, providerError(), { trouble: 'provider' });
  if (way === 'POST signout') return signOut(request, parts);
  if (way === 'POST callback' && provider === 'password') return enterByPassword(request, parts);
  if (way === 'POST callback' && provider === 'link') return enterByLink(request, parts);
  if (signInProviders().some(({ id }) => id === provider)) {
    if (way === 'POST signin') return leaveForProvider(request, provider, parts);
    if (way === 'GET callback') return returnFromProvider(request, provider, parts);
  }
  return new Response(null, { status: 404, headers: { 'cache-control': 'private, no-store' } });
}

/**
 * Opens a session for a user who has proved to be one, and sends the browser on with its cookie.
 * Throws what the database throws; nothing about the user is a reason to refuse any more.
 */
export async function enter(
  request: Request,
  parts: AuthParts,
  proved: { userId: string; method: OwnMethod },
  callbackUrl: string,
): Promise<Response> {
  const answer = await ask(request, parts, ['callback', proved.method], { callbackUrl }, proved);
  if (troubleOf(answer)) throw new AppError('internal', 'next-auth refused a proved user.');
  return goTo(request, ownPath(answer), answer.setCookies);
}

async function enterByPassword(request: Request, parts: AuthParts): Promise<Response> {
  let back: string | undefined;
  try {
    const { email, password, callbackUrl = '/' } = await readForm(request, passwordForm);
    back = callbackUrl;
    const limits = rateLimitsOf(parts.pool);
    const tries = { 'password:address': email, 'password:ip': requesterOf(request).ip };
    await limits.take(tries);
    const userId = await findByPassword(parts.db, { email, password });
    if (!userId) {
      const wrong = 'That e-mail address and password do not match.';
      throw new AppError('unauthenticated', wrong, { fields: { password: wrong } });
    }
    await limits.giveBack(tries);
    return await enter(request, parts, { userId, method: 'password' }, callbackUrl);
  } catch (error) {
    return refuse(request, error, { trouble: formTrouble(error), callbackUrl: back });
  }
}

async function enterByLink(request: Request, parts: AuthParts): Promise<Response> {
  try {
    const { token, callbackUrl = '/' } = await readForm(request, linkForm);
    await rateLimitsOf(parts.pool).take({ 'redeem:ip': requesterOf(request).ip });
    const browserKey = browserKeyOf(request);
    const userId = browserKey ? await redeemLinkToken(parts.db, { token, browserKey }) : null;
    if (!userId) throw new AppError('unauthenticated', 'This link cannot be used.');
    return await enter(request, parts, { userId, method: 'link' }, callbackUrl);
  } catch (error) {
    const isLink = error instanceof AppError && error.code === 'unauthenticated';
    return refuse(request, error, { trouble: isLink ? 'link' : formTrouble(error) });
  }
}

async function leaveForProvider(
  request: Request,
  provider: string,
  parts: AuthParts,
): Promise<Response> {
  try {
    const { callbackUrl = '/' } = await readForm(request, providerForm);
    const answer = await ask(request, parts, ['signin', provider], { callbackUrl });
    if (troubleOf(answer) || !answer.url) throw providerError();
    return goToProvider(answer.url, answer.setCookies);
  } catch (error) {
    return refuse(request, error, { trouble: 'provider' });
  }
}

async function returnFromProvider(
  request: Request,
  provider: string,
  parts: AuthParts,
): Promise<Response> {
  try {
    const answer = await ask(request, parts, ['callback', provider], {});
    const trouble = troubleOf(answer);
    if (!trouble) return goTo(request, ownPath(answer), answer.setCookies);
    const { setCookies } = answer;
    return refuse(request, providerError(), {
      trouble: trouble === 'AccessDenied' ? 'unknown-account' : 'provider',
      setCookies,
    });
  } catch (error) {
    return refuse(request, error, { trouble: 'failed' });
  }
}

async function signOut(request: Request, parts: AuthParts): Promise<Response> {
  try {
    await readForm(request, emptyForm);
    const ctx = await findSessionCtx(request.headers, parts.db);
    if (ctx) await parts.signOut(ctx);
    const answer = await ask(request, parts, ['signout'], {});
    return goTo(request, '/sign-in', answer.setCookies);
  } catch (error) {
    return refuse(request, error, { trouble: 'failed' });
  }
}

async function ask(
  request: Request,
  parts: AuthParts,
  segments: readonly string[],
  body: Readonly<Record<string, string>>,
  proved: SignInRequest['proved'] = null,
): Promise<BridgeAnswer> {
  const { db, recordSignIn, wellKnown } = parts;
  const signInRequest: SignInRequest = {
    db,
    recordSignIn,
    wellKnown,
    requester: requesterOf(request),
    replacedSessionId: await readSessionId(request.headers),
    proved,
  };
  const query = Object.fromEntries(new URL(request.url).searchParams);
  return callNextAuth(
    {
      method: request.method === 'GET' ? 'GET' : 'POST',
      segments,
      // Query parameters of a POST would be handed on to the provider.
      query: request.method === 'GET' ? query : {},
      body,
      cookies: cookiesOf(request),
    },
    authOptions(signInRequest),
  );
}

function segmentsOf(request: Request): string[] {
  const { pathname } = new URL(request.url);
  return pathname.replace(/^\/api\/auth\//, '').split('/');
}

/** next-auth says what went wrong in the address of its error or sign-in page. */
function troubleOf(answer: BridgeAnswer): string | null {
  if (!answer.url) return 'none';
  const url = new URL(answer.url, env().PUBLIC_URL);
  const isItsOwn = url.origin === env().PUBLIC_URL && url.pathname.startsWith('/api/auth/');
  return isItsOwn ? (url.searchParams.get('error') ?? 'unknown') : null;
}

function ownPath(answer: BridgeAnswer): string {
  return safePath(answer.url?.slice(env().PUBLIC_URL.length));
}

function formTrouble(error: unknown): SignInTrouble {
  if (!(error instanceof AppError)) return 'failed';
  if (error.code === 'unauthenticated' || error.code === 'invalid_input') return 'wrong';
  return error.code === 'rate_limited' || error.code === 'unavailable' ? 'busy' : 'failed';
}

function providerError(): AppError {
  return new AppError('gateway', 'The service that you wanted to sign in with did not answer.');
}
