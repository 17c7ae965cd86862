'use client';

import { RelativeTime } from '@/components/ui/relative-time';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import { PLAN_REASON_TEXTS } from '@/lib/invitations/plan-text-rules';
import type { PlanRow } from '@/lib/invitations/types';
import { InvitedPerson, NoteText } from './invited-person';
import { PlanActs } from './plan-acts';

type PlanTableProps = { rows: readonly PlanRow[]; hasAccounts: boolean };

/** What waits to leave, in the order in which it does, each with its time and the reason for it. */
export function PlanTable({ rows, hasAccounts }: PlanTableProps) {
  return (
    <Table label="Planned invitations">
      <TableHead>
        <TableHeader>To</TableHeader>
        <TableHeader className="max-md:hidden">Note</TableHeader>
        {hasAccounts && <TableHeader className="max-lg:hidden">Account</TableHeader>}
        <TableHeader className="max-md:hidden">Leaves</TableHeader>
        <TableHeader align="end" className="max-md:hidden">
          <span className="sr-only">Change</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell isRowHeader className="max-w-80 max-md:w-full max-md:max-w-0">
              <InvitedPerson row={row}>
                <div className="text-meta font-book text-fg-2 md:hidden">
                  {row.note && <NoteText note={row.note} />}
                  {hasAccounts && <bdi className="block truncate">{row.accountName}</bdi>}
                  <Leaves row={row} />
                  {row.canChange && <PlanActs row={row} />}
                </div>
              </InvitedPerson>
            </TableCell>
            <TableCell className="max-w-80 text-fg-2 max-md:hidden">
              <NoteText note={row.note} />
            </TableCell>
            {hasAccounts && (
              <TableCell className="max-w-40 truncate text-fg-2 max-lg:hidden">
                <bdi>{row.accountName}</bdi>
              </TableCell>
            )}
            <TableCell className="text-fg-2 max-md:hidden">
              <Leaves row={row} />
            </TableCell>
            <TableCell align="end" className="max-md:hidden">
              {row.canChange && <PlanActs row={row} />}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Leaves({ row }: { row: PlanRow }) {
  return (
    <div>
      <p className="text-fg">
        {row.plannedAt ? (
          <RelativeTime date={row.plannedAt} format="absolute" />
        ) : (
          'Not while that lasts'
        )}
      </p>
      <p className="text-meta font-book text-fg-2">
        {row.planReason && PLAN_REASON_TEXTS[row.planReason]}
      </p>
    </div>
  );
}
