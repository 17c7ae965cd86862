import { z } from 'zod';
import type { Attempt } from '@/lib/custom-auth/types';
import type { UseOutcome } from '@/lib/extension/types';

/** One sealed value holds both cookies. */
export const cookieValues = z.object({ liAt: z.string(), liA: z.string().nullable() });
export type CookieValues = z.infer<typeof cookieValues>;

/** A browser's clock that runs ahead must not make its cookie newer than everything. */
export function seenTime(reportedMs: number, nowMs: number): Date {
  return new Date(Math.min(reportedMs, nowMs));
}

/**
 * Whether two user agents are of one browser. Versions are left out: a browser updates itself, and is
 * still the one in which the person signed in.
 */
export function isSameBrowser(one: string, other: string): boolean {
  return withoutVersions(one) === withoutVersions(other);
}

function withoutVersions(userAgent: string): string {
  return userAgent.replace(/\d+([._]\d+)*/g, '').trim();
}

/** What a person pastes into the extension: where the product is, and the token for it. */
export function pairingCode(publicUrl: string, token: string): string {
  return `${new URL(publicUrl).origin}/#${token}`;
}

/** What came of a sign-in with a cookie, as its owner's list of uses says it. */
export function outcomeOfAttempt({
  state,
  reason,
  checkpoint,
}: Pick<Attempt, 'state' | 'reason' | 'checkpoint'>): UseOutcome {
  if (state === 'completed') return 'signed_in';
  if (state === 'open') return checkpoint ? 'checkpoint' : 'unknown';
  switch (reason) {
    case 'wrong_account':
    case 'other_account':
    case 'bound_elsewhere':
      return 'wrong_account';
    case 'captcha':
    case 'multiple_sessions':
    case 'cannot_be_passed':
      return 'checkpoint';
    case 'unreachable':
    case 'slow_down':
    case 'key_refused':
      return 'not_reached';
    case 'unconfirmed':
      return 'unknown';
    default:
      return 'refused';
  }
}
