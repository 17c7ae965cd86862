import { env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';

/**
 * Refuses a state change that does not come from a page of ours. Next compares Origin with Host or a
 * forwarded host, and lets requests without Origin pass; the configured address is the only one that
 * cannot be spoofed.
 */
export function requireSameOrigin(headers: { get(name: string): string | null }): void {
  if (headers.get('origin') !== new URL(env().PUBLIC_URL).origin) {
    throw new AppError('forbidden', 'This request did not come from a page of Switchboard.');
  }
}
