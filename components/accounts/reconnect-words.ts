import { formatSpan } from '@/components/accounts/span';
import { type ReconnectTimes, TOO_FEW } from '@/lib/accounts/reconnect-rules';

/** "Signed in again after 2 h 10 min (median), 1 day 3 h (p95), n = 12". */
export function reconnectWords({ count, medianMs, p95Ms }: ReconnectTimes): string {
  if (count === 0) return 'Time to reconnect: no sign-in again in 90 days';
  if (medianMs === null || p95Ms === null) {
    return `Time to reconnect: too few in 90 days, n = ${count}, needs ${TOO_FEW}`;
  }
  return `Time to reconnect: median ${formatSpan(medianMs)}, p95 ${formatSpan(p95Ms)}, 90 days, n = ${count}`;
}
