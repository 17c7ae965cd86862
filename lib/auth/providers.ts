import { normaliseEmail } from '@/lib/core/email';
import { env } from '@/lib/core/env';

export interface SignInProvider {
  id: 'google' | 'microsoft';
  name: string;
}

/** Services one can sign in with here, because the operator gave us their keys. */
export function signInProviders(): SignInProvider[] {
  const settings = env();
  const providers: SignInProvider[] = [];
  if (settings.GOOGLE_CLIENT_ID) providers.push({ id: 'google', name: 'Google' });
  if (settings.MICROSOFT_CLIENT_ID) providers.push({ id: 'microsoft', name: 'Microsoft' });
  return providers;
}

/** The claims of an identity token that decide whose it is. Anything may be missing or odd. */
export interface IdentityClaims {
  email?: unknown;
  email_verified?: unknown;
  tid?: unknown;
  xms_edov?: unknown;
}

/** Home of Microsoft's personal accounts, whose addresses Microsoft itself has verified. */
const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad';
const SHARED_TENANTS = ['common', 'organizations'];

/**
 * The address that the provider vouches for, or null. A Microsoft directory lets its administrators
 * write any address into `email`, so outside the operator's own directory it counts only when
 * Microsoft says that the domain's owner was verified (`xms_edov`): otherwise a stranger's directory
 * could claim the address of a member.
 */
export function verifiedEmailOf(
  provider: SignInProvider['id'],
  claims: IdentityClaims,
  microsoftTenant: string,
): string | null {
  if (typeof claims.email !== 'string') return null;
  const isVouchedFor =
    provider === 'google'
      ? claims.email_verified === true
      : !SHARED_TENANTS.includes(microsoftTenant) ||
        claims.tid === PERSONAL_TENANT ||
        [true, 1, '1', 'true'].some((yes) => yes === claims.xms_edov);
  return isVouchedFor ? normaliseEmail(claims.email) : null;
}
