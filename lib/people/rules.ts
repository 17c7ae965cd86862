import { toCsv } from '@/lib/core/csv';
import { visibleName } from '@/lib/core/one-line';
import { type Channel, isMailProvider, type Provider } from '@/lib/core/providers';
import { handleOf, personName } from '@/lib/inbox/rules';
import type { PeopleFilter, PersonFact, PersonRow } from './types';

export const MAX_WORDS_CHARACTERS = 200;

/** Nothing narrows the list. */
export const EVERYBODY: PeopleFilter = {
  q: '',
  channel: null,
  accountId: null,
  owner: null,
  hasInvitation: false,
};

/**
 * Who a provider's user is, whichever account knows them: an address is one person over all mailboxes, everything else
 * is known by the provider's own id. A name says nothing.
 */
export function identityOf(
  provider: Provider,
  providerUserId: string,
): { kind: Channel; value: string } {
  return isMailProvider(provider)
    ? { kind: 'EMAIL', value: providerUserId.trim().toLowerCase() }
    : { kind: provider, value: providerUserId };
}

/** What of an identity a person can read: an address, a number, a handle; null where it is opaque. */
export function shownIdentity(kind: Channel, value: string): string | null {
  return kind === 'EMAIL' ? value : handleOf(kind, value);
}

/**
 * How a person is called: as LinkedIn has them, since people write their names there themselves, else as whoever was
 * last in touch has them.
 */
export function nameOf(facts: readonly PersonFact[]): string {
  const named = byTouch(facts).filter(({ name }) => visibleName(name));
  const best = named.find(({ kind }) => kind === 'LINKEDIN') ?? named[0];
  if (best) return visibleName(best.name) ?? '';
  const shown = facts.flatMap(({ kind, value }) => shownIdentity(kind, value) ?? []);
  return shown[0] ?? personName('OTHER', null, null);
}

/** What they say of themselves; the latest. */
export function headlineOf(facts: readonly PersonFact[]): string | null {
  for (const { headline } of byTouch(facts)) {
    const text = visibleName(headline);
    if (text) return text;
  }
  return null;
}

/** Newest touch first; what was never in touch last, in a fixed order. */
export function byTouch<Fact extends PersonFact>(facts: readonly Fact[]): Fact[] {
  return facts.toSorted(
    (one, two) =>
      (two.lastAt?.getTime() ?? 0) - (one.lastAt?.getTime() ?? 0) ||
      (one.identityId < two.identityId ? -1 : 1),
  );
}

export function channelsOf(facts: readonly PersonFact[]): Channel[] {
  return [...new Set(facts.map(({ kind }) => kind))].sort();
}

/** Something narrows the list. */
export function countPeopleFilters(filter: PeopleFilter): number {
  return [
    filter.q.trim(),
    filter.channel,
    filter.accountId,
    filter.owner,
    filter.hasInvitation,
  ].filter(Boolean).length;
}

const CSV_COLUMNS = ['Name', 'Headline', 'Channels', 'Last touch', 'Owner'] as const;

/** A file of people; times in ISO 8601 UTC. */
export function toPeopleCsv(rows: readonly PersonRow[]): string {
  const lines = rows.map((row) => [
    row.name,
    row.headline ?? '',
    row.channels.join(' '),
    row.lastTouchAt ?? '',
    row.ownerName ?? '',
  ]);
  return toCsv([CSV_COLUMNS, ...lines]);
}
