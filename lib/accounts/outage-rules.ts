import { DAY_MS, MINUTE_MS } from '@/lib/core/time';

const OUTAGE_WINDOW_MS = 10 * MINUTE_MS;
const OUTAGE_COUNT = 5;
const OUTAGE_SHARE = 0.3;
const OUTAGE_MIN_COUNT = 3;
/** Longer than this nobody waits for a provider: the owners are told after all. */
const OUTAGE_MAX_MS = DAY_MS;

/** One account's loss of connection. */
export interface Drop {
  accountId: string;
  atMs: number;
  isStillDown: boolean;
}

export interface Outage {
  /** The first drop; it names the outage. */
  fromMs: number;
  toMs: number;
  count: number;
}

/**
 * The provider-wide outage that `accountId` is part of, if there is one that still holds: five
 * accounts, or three that are 30 % of the provider's accounts here, lost within ten minutes, and so
 * many of them still down. `total` counts the provider's accounts at the gateway.
 */
export function findOutage(
  drops: readonly Drop[],
  total: number,
  accountId: string,
  nowMs: number,
): Outage | null {
  const sorted = [...drops].sort((one, two) => one.atMs - two.atMs);
  const own = sorted.find((drop) => drop.accountId === accountId);
  if (!own) return null;
  const cluster = clusterAround(sorted, own);
  const first = cluster[0];
  const last = cluster.at(-1);
  if (!first || !last || nowMs - first.atMs > OUTAGE_MAX_MS) return null;
  if (!isMany(densest(cluster), total)) return null;
  const stillDown = cluster.filter((drop) => drop.isStillDown).length;
  if (!isMany(stillDown, total)) return null;
  return { fromMs: first.atMs, toMs: last.atMs, count: cluster.length };
}

/**
 * Drops of one gateway and provider, over any time, in groups: a provider-wide outage together, whether
 * it holds or is long over, and every other drop by itself. Oldest first; by the same counts as
 * `findOutage`, an account that flaps counting once.
 */
export function groupDrops<T extends Pick<Drop, 'accountId' | 'atMs'>>(
  drops: readonly T[],
  total: number,
): T[][] {
  const sorted = [...drops].sort((one, two) => one.atMs - two.atMs);
  const clusters: T[][] = [];
  for (const drop of sorted) {
    const cluster = clusters.at(-1);
    const last = cluster?.at(-1);
    if (cluster && last && drop.atMs - last.atMs <= OUTAGE_WINDOW_MS) cluster.push(drop);
    else clusters.push([drop]);
  }
  return clusters.flatMap((cluster) =>
    isMany(mostAccounts(cluster), total) ? [cluster] : cluster.map((drop) => [drop]),
  );
}

/** Most different accounts that dropped within any one window. */
function mostAccounts(sorted: readonly Pick<Drop, 'accountId' | 'atMs'>[]): number {
  const counts = sorted.map(({ atMs }) => {
    const within = sorted.filter(
      (drop) => drop.atMs >= atMs && drop.atMs - atMs <= OUTAGE_WINDOW_MS,
    );
    return new Set(within.map(({ accountId }) => accountId)).size;
  });
  return Math.max(0, ...counts);
}

function isMany(count: number, total: number): boolean {
  if (count >= OUTAGE_COUNT) return true;
  return count >= OUTAGE_MIN_COUNT && count >= total * OUTAGE_SHARE;
}

/** Drops that follow each other with less than the window between them, `own` among them. */
function clusterAround(sorted: readonly Drop[], own: Drop): Drop[] {
  let cluster: Drop[] = [];
  for (const drop of sorted) {
    const previous = cluster.at(-1);
    if (previous && drop.atMs - previous.atMs > OUTAGE_WINDOW_MS) {
      if (cluster.includes(own)) return cluster;
      cluster = [];
    }
    cluster.push(drop);
  }
  return cluster;
}

/** Most drops within any one window. */
function densest(sorted: readonly Drop[]): number {
  let from = 0;
  let most = 0;
  for (const [index, drop] of sorted.entries()) {
    while (drop.atMs - (sorted[from]?.atMs ?? drop.atMs) > OUTAGE_WINDOW_MS) from += 1;
    most = Math.max(most, index - from + 1);
  }
  return most;
}
