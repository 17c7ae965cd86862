import { groupDrops } from '@/lib/accounts/outage-rules';
import type { AccountStatus } from '@/lib/accounts/types';
import type { Provider } from '@/lib/core/providers';
import type { Down, Incident } from '@/lib/incidents/types';

/** Losses that a provider can cause for many at once; a pause or a restriction is one account's own. */
const SHARED: readonly AccountStatus[] = ['reconnect_needed', 'interrupted'];

export interface Place {
  gatewayId: string;
  provider: Provider;
  /** How many accounts the place has now. */
  total: number;
  downs: readonly Down[];
}

/** The incidents of every place, newest first: each stretch belongs to exactly one. */
export function toIncidents(places: readonly Place[]): Incident[] {
  const incidents = places.flatMap(({ gatewayId, provider, total, downs }) => {
    const drops = downs
      .filter(({ status }) => SHARED.includes(status))
      .map((down) => ({ ...down, atMs: Date.parse(down.from) }));
    const own = downs.filter(({ status }) => !SHARED.includes(status)).map((down) => [down]);
    return [...groupDrops(drops, total), ...own].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const incident: Incident = {
        id: first.id,
        gatewayId,
        provider,
        isWide: group.length > 1,
        from: first.from,
        to: lastEnd(group),
        downs: group.map(({ id, accountId, from, to, status, rawStatus }) => ({
          id,
          accountId,
          from,
          to,
          status,
          rawStatus,
        })),
      };
      return [incident];
    });
  });
  return incidents.sort((one, two) => two.from.localeCompare(one.from));
}

/** The accounts of an incident whose stretches are all over. */
export function countBack(downs: readonly Pick<Down, 'accountId' | 'to'>[]): number {
  const all = new Set(downs.map(({ accountId }) => accountId));
  const down = new Set(downs.filter(({ to }) => to === null).map(({ accountId }) => accountId));
  return all.size - down.size;
}

/** ISO text of one length sorts as the times do. */
function lastEnd(downs: readonly Pick<Down, 'to'>[]): string | null {
  const ends = downs.map(({ to }) => to);
  if (ends.includes(null)) return null;
  return ends.filter((end) => end !== null).reduce((one, two) => (one > two ? one : two));
}
