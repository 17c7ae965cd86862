/**
 * Sent with every answer, errors included (N7). The content policy has its own function
 * because it carries a nonce that is made anew for each page.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  'x-dns-prefetch-control': 'off',
};

/** Only over https: a browser would otherwise refuse plain http on this host for a year. */
export const TRANSPORT_SECURITY = 'max-age=31536000; includeSubDomains';

/** Files of other people are handed out below this path. */
const FILES_PATH = '/api/attachments/';

/** The policy of such a file: were it ever drawn as a page, it could load and run nothing. */
export const FILE_POLICY = "sandbox; default-src 'none'";

/** The document of an e-mail, for the reader's frame. */
const EMAIL_BODY_PATH = /^\/api\/emails\/[^/]+\/body$/;
/** Remote pictures of e-mails, fetched by us. */
const EMAIL_IMAGES_PATH = '/api/email-images';

/**
 * What the frame of an e-mail is held by, whatever its document says: no script, no form, nothing loads but
 * pictures from us. `allow-same-origin` lets the page around measure it; without scripts nobody inside can use
 * it. Links open outside the sandbox.
 */
export const EMAIL_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'no-referrer',
};

/** What a path sets instead of what all answers have. */
export function headersOfPath(pathname: string): Readonly<Record<string, string>> {
  if (EMAIL_BODY_PATH.test(pathname)) return EMAIL_HEADERS;
  const isFile = pathname.startsWith(FILES_PATH) || pathname === EMAIL_IMAGES_PATH;
  return isFile ? { 'content-security-policy': FILE_POLICY } : {};
}

/** The policy of an answer that only a program reads. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/**
 * The policy of our pages. Scripts need the nonce; styles may be inline because React and the
 * virtual list set them as attributes. Forms may go to our own origin only: the hosted auth wizard is
 * reached by a redirect of such a form, and browsers check that too, so `formTargets` names it.
 */
export function contentSecurityPolicy(options: {
  nonce: string;
  isDevelopment: boolean;
  formTargets: readonly string[];
}): string {
  const scriptExtra = options.isDevelopment ? " 'unsafe-eval'" : '';
  const connectExtra = options.isDevelopment ? ' ws:' : '';
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${options.nonce}' 'strict-dynamic'${scriptExtra}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self'",
    "font-src 'self'",
    `connect-src 'self'${connectExtra}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    `form-action ${["'self'", ...options.formTargets].join(' ')}`,
  ].join('; ');
}
