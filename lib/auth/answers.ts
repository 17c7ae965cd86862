import { safePath } from '@/lib/auth/safe-path';
import { errorFields, log } from '@/lib/core/log';
import { problemResponse, toProblem } from '@/lib/core/result';

/** Why a browser stands on the sign-in page or on its error page; the sentences are there. */
export type SignInTrouble = 'wrong' | 'link' | 'unknown-account' | 'provider' | 'busy' | 'failed';

/** Scripts of ours ask for JSON and stay on the page; a plain form follows the redirect. */
export function wantsJson(request: Request): boolean {
  return request.headers.get('accept')?.includes('application/json') ?? false;
}

/** After a success: on to one of our pages, with the cookies. */
export function goTo(request: Request, path: string, setCookies: readonly string[] = []): Response {
  const headers = headersWith(setCookies);
  if (wantsJson(request)) return Response.json({ path }, { headers });
  headers.set('location', path);
  return new Response(null, { status: 303, headers });
}

/** The start of a sign-in at a provider: the one redirect that leaves us. */
export function goToProvider(url: string, setCookies: readonly string[]): Response {
  const headers = headersWith(setCookies);
  headers.set('location', url);
  return new Response(null, { status: 303, headers });
}

/** A refusal. Scripts get `{ problem }` with the status, forms a page with the matching sentence. */
export function refuse(
  request: Request,
  error: unknown,
  way: { trouble: SignInTrouble; callbackUrl?: string; setCookies?: readonly string[] },
): Response {
  const problem = toProblem(error);
  if (problem.code === 'internal') {
    log().error({ ...errorFields(error), reference: problem.reference }, 'auth.crashed');
  }
  const headers = headersWith(way.setCookies ?? []);
  if (wantsJson(request)) return problemResponse(problem, headers);
  headers.set('location', troublePath(way.trouble, way.callbackUrl));
  return new Response(null, { status: 303, headers });
}

/** What can be repaired in the form is shown there, everything else on a page of its own. */
function troublePath(trouble: SignInTrouble, callbackUrl: string | undefined): string {
  const page = trouble === 'wrong' || trouble === 'busy' ? '/sign-in' : '/sign-in/error';
  const back = safePath(callbackUrl);
  const query = new URLSearchParams({ error: trouble, ...(back !== '/' && { callbackUrl: back }) });
  return `${page}?${query}`;
}

function headersWith(setCookies: readonly string[]): Headers {
  const headers = new Headers({ 'cache-control': 'private, no-store' });
  for (const line of setCookies) headers.append('set-cookie', line);
  return headers;
}
