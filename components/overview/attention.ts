import { needsAttention, STATUS_WORDS, shownStatus } from '@/lib/accounts/rules';
import type { Overview, OverviewOutage, OverviewRow, OverviewTwins } from '@/lib/overview/types';

/** One line of "Needs attention": a provider-wide drop, one account, somebody connected twice, accounts that nobody owns. */
export type AttentionItem =
  | { kind: 'outage'; id: string; outage: OverviewOutage }
  | { kind: 'account'; id: string; row: OverviewRow }
  | { kind: 'twins'; id: string; twins: OverviewTwins }
  | { kind: 'unowned'; id: string; count: number };

/** What somebody has to do something about: the widest trouble first, then the worst, then the longest. */
export function attentionOf(
  { rows, outages, twins, freshMs }: Overview,
  nowMs: number,
): AttentionItem[] {
  const unownedCount = rows.filter(({ owner }) => owner === null).length;
  const codeOf = (row: OverviewRow) => shownStatus(row, nowMs, freshMs).code;
  const needing = rows
    .filter((row) => needsAttention(codeOf(row)) && !outages.some((one) => isPartOf(one, row)))
    .sort(
      (one, two) =>
        STATUS_WORDS[codeOf(one)].rank - STATUS_WORDS[codeOf(two)].rank ||
        Date.parse(one.statusSince) - Date.parse(two.statusSince),
    );
  return [
    ...outages.map(
      (outage): AttentionItem => ({
        kind: 'outage',
        id: `${outage.provider} ${outage.from}`,
        outage,
      }),
    ),
    ...needing.map((row): AttentionItem => ({ kind: 'account', id: row.id, row })),
    ...twins.map(
      (one): AttentionItem => ({ kind: 'twins', id: `twins ${one.accounts[0]?.id}`, twins: one }),
    ),
    ...(unownedCount > 0
      ? [{ kind: 'unowned', id: 'unowned', count: unownedCount } satisfies AttentionItem]
      : []),
  ];
}

/** It dropped with the others, so that the line about all of them speaks for it. */
function isPartOf({ provider, from, to }: OverviewOutage, row: OverviewRow): boolean {
  const sinceMs = Date.parse(row.statusSince);
  return row.provider === provider && sinceMs >= Date.parse(from) && sinceMs <= Date.parse(to);
}
