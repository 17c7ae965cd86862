'use client';

import { PhoneList } from '@/components/overview/phone-list';
import { TableLine } from '@/components/overview/table-line';
import type { OverviewFiltering } from '@/components/overview/use-overview-filters';
import type { Reminders } from '@/components/overview/use-reminders';
import { Checkbox } from '@/components/ui/checkbox';
import {
  type SortDirection,
  Table,
  TableBody,
  TableHead,
  TableHeader,
} from '@/components/ui/table';
import type { OverviewRow, OverviewSort } from '@/lib/overview/types';

interface AccountsTableProps {
  rows: readonly OverviewRow[];
  freshMs: number;
  canRemind: boolean;
  filtering: OverviewFiltering;
  reminders: Reminders;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
}

/** All accounts with owner, status, figures; the header sorts and sticks. */
export function AccountsTable({
  rows,
  freshMs,
  canRemind,
  filtering,
  reminders,
  selected,
  onSelect,
}: AccountsTableProps) {
  const chosenCount = rows.filter(({ id }) => selected.has(id)).length;
  const column = (sort: OverviewSort) => ({
    sort: sortOf(filtering, sort),
    onSort: () => filtering.toggle(sort),
  });
  function toggle(id: string, isChecked: boolean) {
    const next = new Set(selected);
    if (isChecked) next.add(id);
    else next.delete(id);
    onSelect(next);
  }
  return (
    <>
      <div className="md:hidden">
        <PhoneList
          rows={rows}
          freshMs={freshMs}
          canRemind={canRemind}
          outcomes={reminders.outcomes}
          selected={selected}
          onToggle={toggle}
        />
      </div>
      {/* Below 56 rem it scrolls by itself, and a head that kept clear of the page's would hide a row. */}
      <Table label="Accounts" className="max-md:hidden @max-4xl:[--sticky-top:0px]">
        <TableHead>
          {canRemind && (
            <TableHeader className="w-10 ps-2 pe-0">
              <Checkbox
                aria-label="Select all accounts shown"
                isChecked={rows.length > 0 && chosenCount === rows.length}
                isIndeterminate={chosenCount > 0 && chosenCount < rows.length}
                onCheckedChange={(isChecked) =>
                  onSelect(new Set(isChecked ? rows.map(({ id }) => id) : []))
                }
              />
            </TableHeader>
          )}
          <TableHeader {...column('account')}>Account</TableHeader>
          <TableHeader {...column('owner')}>Owner</TableHeader>
          <TableHeader {...column('since')}>Status since</TableHeader>
          <TableHeader {...column('received')}>Last received</TableHeader>
          <TableHeader {...column('uptime')}>Uptime 30 d</TableHeader>
          <TableHeader align="end" {...column('lag')}>
            Lag
          </TableHeader>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableLine
              key={row.id}
              row={row}
              freshMs={freshMs}
              outcome={reminders.outcomes.get(row.id)}
              isSelected={selected.has(row.id)}
              onSelect={canRemind ? (isChecked) => toggle(row.id, isChecked) : null}
            />
          ))}
        </TableBody>
      </Table>
    </>
  );
}

function sortOf({ filters }: OverviewFiltering, sort: OverviewSort): SortDirection {
  if (filters.sort !== sort) return 'none';
  return filters.isDescending ? 'descending' : 'ascending';
}
