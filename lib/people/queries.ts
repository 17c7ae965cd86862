import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { toCursor } from '@/lib/core/cursor';
import { isOfChannel } from '@/lib/core/providers';
import { rank } from './rank-queries';
import { listFacts, listPeopleAccounts } from './reach-queries';
import { byTouch, channelsOf, headlineOf, nameOf, toPeopleCsv } from './rules';
import type { PeopleAccount, PeopleFilter, PeoplePage, PersonFact, PersonRow } from './types';

const PAGE_SIZE = 50;
/** For one file; each read takes as long as the first page. */
const EXPORT_SIZE = 5_000;

interface Narrowed {
  filter: PeopleFilter;
  cursor?: string;
  limit?: number;
}

/** People whom the reader may know, the last touch first. A foreign account gives an empty list. */
export async function listPeople(
  ctx: Ctx<MemberScope>,
  { filter, cursor, limit = PAGE_SIZE }: Narrowed,
): Promise<PeoplePage> {
  const accounts = await listPeopleAccounts(ctx);
  const accountIds = accounts.map(({ id }) => id);
  const through = accounts.filter((account) => isThrough(account, filter)).map(({ id }) => id);
  if (through.length === 0) return { items: [], cursor: null, accounts };
  const ranked = await rank(ctx, { filter, cursor, limit: limit + 1, accountIds, through });
  const page = ranked.slice(0, limit);
  const last = ranked.length > limit ? page.at(-1) : undefined;
  const facts = await listFacts(
    ctx,
    page.map(({ id }) => id),
    accountIds,
  );
  const reached = new Set(through);
  const factsOf = new Map<string, PersonFact[]>(page.map(({ id }) => [id, []]));
  for (const fact of facts) factsOf.get(fact.rootId)?.push(fact);
  return {
    items: page.map(({ id, at }) => toRow(id, at, factsOf.get(id) ?? [], accounts, reached)),
    cursor: last ? toCursor(last.at, last.id) : null,
    accounts,
  };
}

/** Everybody whom the filter lets through, as a file. */
export async function exportPeople(
  ctx: Ctx<MemberScope>,
  { filter }: { filter: PeopleFilter },
): Promise<string> {
  const rows: PersonRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await listPeople(ctx, { filter, cursor, limit: EXPORT_SIZE });
    rows.push(...page.items);
    cursor = page.cursor ?? undefined;
  } while (cursor);
  return toPeopleCsv(rows);
}

function isThrough(account: PeopleAccount, { accountId, channel, owner }: PeopleFilter): boolean {
  return (
    (accountId === null || account.id === accountId) &&
    (channel === null || isOfChannel(account.provider, channel)) &&
    (owner === null || account.ownerMemberId === owner)
  );
}

function toRow(
  id: string,
  at: Date,
  facts: readonly PersonFact[],
  accounts: readonly PeopleAccount[],
  through: ReadonlySet<string>,
): PersonRow {
  const [latest] = byTouch(facts.filter(({ accountId }) => through.has(accountId)));
  const account = accounts.find((one) => one.id === latest?.accountId);
  return {
    id,
    name: nameOf(facts),
    headline: headlineOf(facts),
    channels: channelsOf(facts),
    lastTouchAt: at.getTime() === 0 ? null : at.toISOString(),
    ownerName: account?.ownerName ?? null,
  };
}
