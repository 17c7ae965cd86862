import type { ReactNode } from 'react';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import type { PlanRow } from '@/lib/invitations/types';
import { InvitedPerson, NoteText } from './invited-person';

type PlanTableProps = {
  label: string;
  rows: readonly PlanRow[];
  /** Whether it has to be said whose each is. */
  hasAccounts: boolean;
  /** Head and content of the column that tells how it stands. */
  standing: { heading: string; of: (row: PlanRow) => ReactNode };
  /** What can be done to a row. */
  acts?: (row: PlanRow) => ReactNode;
};

/** Invitations that were planned here. On a phone everything else stands under the person. */
export function PlanTable({ label, rows, hasAccounts, standing, acts }: PlanTableProps) {
  return (
    <Table label={label}>
      <TableHead>
        <TableHeader>To</TableHeader>
        <TableHeader className="max-md:hidden">Note</TableHeader>
        {hasAccounts && <TableHeader className="max-lg:hidden">Account</TableHeader>}
        <TableHeader className="max-md:hidden">{standing.heading}</TableHeader>
        {acts && (
          <TableHeader align="end" className="max-md:hidden">
            <span className="sr-only">Change</span>
          </TableHeader>
        )}
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell isRowHeader className="max-w-80 max-md:w-full max-md:max-w-0">
              <InvitedPerson row={row}>
                {row.authorName && (
                  <p className="truncate text-meta font-book text-fg-2">
                    Planned by <bdi>{row.authorName}</bdi>
                  </p>
                )}
                <div className="text-meta font-book text-fg-2 whitespace-normal md:hidden">
                  {row.note && <NoteText note={row.note} />}
                  {hasAccounts && <bdi className="block truncate">{row.accountName}</bdi>}
                  {standing.of(row)}
                  {acts?.(row)}
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
            <TableCell className="max-w-120 text-fg-2 whitespace-normal max-md:hidden">
              {standing.of(row)}
            </TableCell>
            {acts && (
              <TableCell align="end" className="max-md:hidden">
                {acts(row)}
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
