import type { AuthOptions } from 'next-auth';
import AzureAd from 'next-auth/providers/azure-ad';
import Credentials from 'next-auth/providers/credentials';
import Google from 'next-auth/providers/google';
import type { Db } from '@/db/client';
import { findByProvider } from '@/lib/auth/people';
import { type IdentityClaims, type SignInProvider, verifiedEmailOf } from '@/lib/auth/providers';
import { safePath } from '@/lib/auth/safe-path';
import { isHttps, SESSION_SECONDS, sessionCookie } from '@/lib/auth/session-cookie';
import {
  openSession,
  type Requester,
  SIGN_IN_METHODS,
  type SignInMethod,
  type SignInRecorder,
} from '@/lib/auth/sessions';
import { env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { errorFields, log } from '@/lib/core/log';

/** Where a provider's own description of itself is; tests put a provider of theirs there. */
export type WellKnown = Partial<Record<SignInProvider['id'], string>>;

/** The ways in that we check ourselves, before next-auth is asked for the cookie. */
export const OWN_METHODS = ['password', 'link', 'invitation'] as const;
export type OwnMethod = (typeof OWN_METHODS)[number];

export interface SignInRequest {
  db: Db;
  requester: Requester;
  /** The session that this browser has now; it ends when a new one begins. */
  replacedSessionId: string | null;
  /** Who has just proved to be a user in one of our own ways; null at a provider's. */
  proved: { userId: string; method: OwnMethod } | null;
  recordSignIn: SignInRecorder;
  wellKnown?: WellKnown;
}

/**
 * next-auth's configuration for one request. It checks state, nonce and PKCE and makes the cookie;
 * who a person is and whether a session counts is decided by our rows.
 */
export function authOptions(request: SignInRequest): AuthOptions {
  let personId: string | null = null;
  return {
    secret: env().AUTH_SECRET,
    useSecureCookies: isHttps(),
    cookies: { sessionToken: sessionCookie() },
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in/error' },
    providers: [...OWN_METHODS.map((id) => ownProvider(id, request)), ...oauthProviders(request)],
    logger: {
      // Their messages may hold profiles and tokens: only the kind of failure is logged.
      error: (code, metadata) => {
        const error = metadata instanceof Error ? metadata : metadata.error;
        log().warn({ kind: code, ...errorFields(error) }, 'auth.failed');
      },
      warn: (code) => log().debug({ kind: code }, 'auth.warning'),
      debug: () => undefined,
    },
    callbacks: {
      redirect: ({ url }) => `${env().PUBLIC_URL}${safePath(withoutOwnOrigin(url))}`,
      async signIn({ user, account, profile }) {
        personId =
          account?.type === 'oauth' ? await findByAccount(request, account, profile) : user.id;
        return personId !== null;
      },
      async jwt({ account }) {
        const method = SIGN_IN_METHODS.find((known) => known === account?.provider);
        if (!personId || !method) throw new AppError('forbidden', 'Sign in first.');
        return { sid: await open(request, personId, method) };
      },
    },
  };
}

function open(request: SignInRequest, userId: string, method: SignInMethod): Promise<string> {
  const { db, requester, replacedSessionId, recordSignIn } = request;
  return openSession(db, { userId, method, requester, replacedSessionId }, recordSignIn);
}

function ownProvider(id: OwnMethod, { proved }: SignInRequest) {
  const isThisOne = proved?.method === id;
  return Credentials({
    id,
    credentials: {},
    authorize: async () => (isThisOne ? { id: proved.userId } : null),
  });
}

function oauthProviders({ wellKnown }: SignInRequest) {
  const settings = env();
  const common = {
    checks: ['pkce', 'state', 'nonce'] as ('pkce' | 'state' | 'nonce')[],
    httpOptions: { timeout: 10_000 },
    // Nothing of the profile is kept but the two facts that findByAccount reads.
    profile: (claims: { sub: string }) => ({ id: claims.sub }),
  };
  const providers: AuthOptions['providers'] = [];
  if (settings.GOOGLE_CLIENT_ID && settings.GOOGLE_CLIENT_SECRET) {
    providers.push(
      Google({
        ...common,
        ...(wellKnown?.google && { wellKnown: wellKnown.google }),
        clientId: settings.GOOGLE_CLIENT_ID,
        clientSecret: settings.GOOGLE_CLIENT_SECRET,
      }),
    );
  }
  if (settings.MICROSOFT_CLIENT_ID && settings.MICROSOFT_CLIENT_SECRET) {
    providers.push(
      AzureAd({
        ...common,
        id: 'microsoft',
        ...(wellKnown?.microsoft && { wellKnown: wellKnown.microsoft }),
        clientId: settings.MICROSOFT_CLIENT_ID,
        clientSecret: settings.MICROSOFT_CLIENT_SECRET,
        tenantId: settings.MICROSOFT_TENANT,
      }),
    );
  }
  return providers;
}

function findByAccount(
  { db }: SignInRequest,
  account: { provider: string; providerAccountId: string },
  claims: IdentityClaims | undefined,
): Promise<string | null> {
  const provider = account.provider === 'google' ? 'google' : 'microsoft';
  return findByProvider(db, {
    provider,
    providerUserId: account.providerAccountId,
    verifiedEmail: verifiedEmailOf(provider, claims ?? {}, env().MICROSOFT_TENANT),
  });
}

/** next-auth remembers the way back as an address of ours; everything else stays what it is. */
function withoutOwnOrigin(url: string): string {
  const origin = env().PUBLIC_URL;
  return url.startsWith(`${origin}/`) ? url.slice(origin.length) : url;
}
