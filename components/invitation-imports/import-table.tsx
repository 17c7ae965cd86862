import { cx } from 'class-variance-authority';
import { Check, CircleSlash, Clock, UserCheck, X } from 'lucide-react';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import { refusalText } from '@/lib/invitation-imports/rules';
import type { ImportRow, ImportRowState } from '@/lib/invitation-imports/types';
import { STATE_WORDS } from './import-words';

const ICONS: Record<ImportRowState, typeof Check> = {
  found: UserCheck,
  waiting: Clock,
  planned: Check,
  refused: X,
  stopped: CircleSlash,
};

/** Every row of the file; on a phone everything else stands under the person. */
export function ImportTable({ rows }: { rows: readonly ImportRow[] }) {
  return (
    <Table label="Rows of the file">
      <TableHead>
        <TableHeader align="end">Row</TableHeader>
        <TableHeader>Person</TableHeader>
        <TableHeader className="max-md:hidden">Note</TableHeader>
        <TableHeader className="max-md:hidden">Account</TableHeader>
        <TableHeader className="max-md:hidden">State</TableHeader>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Line key={row.id} row={row} />
        ))}
      </TableBody>
    </Table>
  );
}

function Line({ row }: { row: ImportRow }) {
  const name = row.person?.name ?? row.identifier ?? row.cells.find((cell) => cell.trim()) ?? '';
  return (
    <TableRow>
      <TableCell align="end" className="w-12 text-fg-3 tabular-nums">
        {row.line}
      </TableCell>
      <TableCell isRowHeader className="max-w-64 max-md:w-full max-md:max-w-0">
        <p className="truncate font-medium" title={name}>
          <bdi>{name}</bdi>
        </p>
        {row.person?.headline && (
          <p className="truncate text-meta text-fg-2" title={row.person.headline}>
            <bdi>{row.person.headline}</bdi>
          </p>
        )}
        <div className="md:hidden">
          <State row={row} />
        </div>
      </TableCell>
      <TableCell className="max-w-80 text-fg-2 max-md:hidden">
        {row.note ? (
          <p className="line-clamp-2" title={row.note} dir="auto">
            {row.note}
          </p>
        ) : (
          <span className="text-fg-3">No note</span>
        )}
      </TableCell>
      <TableCell className="max-w-40 truncate text-fg-2 max-md:hidden">
        <bdi>{row.accountName}</bdi>
      </TableCell>
      <TableCell className="min-w-40 max-md:hidden">
        <State row={row} />
      </TableCell>
    </TableRow>
  );
}

function State({ row }: { row: ImportRow }) {
  const Icon = ICONS[row.state];
  return (
    <p
      className={cx('flex items-start gap-1.5', row.state === 'refused' ? 'text-bad' : 'text-fg-2')}
    >
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <span className="min-w-0 break-words first-letter:uppercase">
        {row.state === 'refused' && <span className="sr-only">Refused: </span>}
        {refusalText(row) ?? STATE_WORDS[row.state]}
      </span>
    </p>
  );
}
