'use client';

import { formatSpan } from '@/components/accounts/span';
import { type ReconnectGroup, reconnectGroups } from '@/components/overview/figures';
import type { OverviewFiltering } from '@/components/overview/use-overview-filters';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import { TOO_FEW } from '@/lib/accounts/reconnect-rules';
import type { Overview } from '@/lib/overview/types';

interface ReconnectTimesProps {
  overview: Overview;
  filtering: OverviewFiltering;
  /** Makes the change and brings the table of accounts into view. */
  onShow: (change: () => void) => void;
}

/** How long an account stays signed out, over all, per provider and per owner; each line opens its accounts. */
export function ReconnectTimesSection({ overview, filtering, onShow }: ReconnectTimesProps) {
  const groups = reconnectGroups(overview.rows);
  return (
    <section aria-labelledby="reconnects" className="flex flex-col gap-2">
      <div>
        <h2 id="reconnects" className="text-h3">
          Time to reconnect
        </h2>
        <p className="text-meta text-fg-3">
          From signed out until it worked again, n times in the last 90 days; a figure needs{' '}
          {TOO_FEW}. Owners are those of today.
        </p>
      </div>
      {groups.length === 1 && groups[0]?.times.count === 0 ? (
        <p className="rounded-card border border-line bg-surface px-3 py-4 text-ui text-fg-2">
          No account was signed out in the last 90 days.
        </p>
      ) : (
        <Table label="Time to reconnect">
          <TableHead>
            <TableHeader>Accounts of</TableHeader>
            <TableHeader align="end">Median</TableHeader>
            <TableHeader align="end">p95</TableHeader>
            <TableHeader align="end">n</TableHeader>
            <TableHeader align="end">Out now</TableHeader>
          </TableHead>
          <TableBody>
            {groups.map((group) => (
              <GroupLine
                key={group.id}
                group={group}
                onOpen={() => onShow(() => filtering.showOnly(group.filter))}
              />
            ))}
          </TableBody>
        </Table>
      )}
    </section>
  );
}

function GroupLine({ group, onOpen }: { group: ReconnectGroup; onOpen: () => void }) {
  const { count, medianMs, p95Ms, openCount } = group.times;
  return (
    <TableRow>
      <TableCell isRowHeader>
        <button
          type="button"
          onClick={onOpen}
          title={group.name}
          className="max-w-56 truncate text-start font-medium text-fg hover:underline max-sm:max-w-24 pointer-coarse:min-h-11"
        >
          <bdi>{group.name}</bdi>
        </button>
      </TableCell>
      <Figure>{spanWords(medianMs)}</Figure>
      <Figure>{spanWords(p95Ms)}</Figure>
      <Figure>{count}</Figure>
      <Figure>{openCount}</Figure>
    </TableRow>
  );
}

function Figure({ children }: { children: string | number }) {
  return (
    <TableCell align="end" className="whitespace-nowrap text-fg-2 tabular-nums">
      {children}
    </TableCell>
  );
}

function spanWords(spanMs: number | null): string {
  return spanMs === null ? 'too few' : formatSpan(spanMs);
}
