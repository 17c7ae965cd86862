'use client';

import { ErrorDetails } from '@/components/shell/error-details';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import type { PlanRow, PlanState } from '@/lib/invitations/types';
import { useInvite } from './invite-context';
import { InvitedPerson, NoteText, nameOf } from './invited-person';

const STATE_TEXTS: Readonly<Record<PlanState, string>> = {
  planned: 'Planned',
  sending: 'Sending…',
  sent: 'Sent',
  already_done: 'Not needed',
  failed: 'Not sent',
  unknown: 'Not confirmed',
  cancelled: 'Taken out',
};

type EndedTableProps = { rows: readonly PlanRow[]; hasAccounts: boolean };

/** What became of those that left or were ended in the last month. */
export function EndedTable({ rows, hasAccounts }: EndedTableProps) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-h3">Last 30 days</h2>
      <Table label="Invitations of the last 30 days">
        <TableHead>
          <TableHeader>To</TableHeader>
          <TableHeader className="max-md:hidden">Note</TableHeader>
          {hasAccounts && <TableHeader className="max-lg:hidden">Account</TableHeader>}
          <TableHeader className="max-md:hidden">What became of it</TableHeader>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.id}>
              <TableCell isRowHeader className="max-w-80 max-md:w-full max-md:max-w-0">
                <InvitedPerson row={row}>
                  <div className="text-meta font-book whitespace-normal md:hidden">
                    <Outcome row={row} />
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
              <TableCell className="max-w-120 whitespace-normal max-md:hidden">
                <Outcome row={row} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}

/** Accepted is said as of when it was found; that one was declined nobody ever tells. */
function Outcome({ row }: { row: PlanRow }) {
  const { problem, state } = row;
  return (
    <div className="flex flex-col items-start gap-1 py-1">
      <p className={state === 'failed' || state === 'unknown' ? 'text-bad' : 'text-fg'}>
        {row.acceptedAt ? (
          <>
            Accepted, as of <RelativeTime date={row.acceptedAt} />
          </>
        ) : (
          <>
            {STATE_TEXTS[state]}
            {row.leftAt && (
              <>
                {' '}
                <RelativeTime date={row.leftAt} />
              </>
            )}
            {state === 'sent' && <span className="text-fg-2"> · no answer known</span>}
          </>
        )}
      </p>
      {problem && !row.acceptedAt && <p className="text-meta text-fg-2">{problem.text}</p>}
      {problem?.requestId && !row.acceptedAt && <ErrorDetails reference={problem.requestId} />}
      {state === 'failed' && row.canChange && <PlanAgain row={row} />}
    </div>
  );
}

function PlanAgain({ row }: { row: PlanRow }) {
  const { open } = useInvite();
  const isEmailAsked = row.problem?.step === 'give_email';
  const { accountId, providerUserId, publicIdentifier, name, headline, note } = row;
  return (
    <Button
      size={28}
      aria-label={`${isEmailAsked ? 'Add the address of' : 'Plan again for'} ${nameOf(row)}`}
      onClick={() =>
        open({
          accountId,
          person: { providerUserId, publicIdentifier, name, headline },
          note: note ?? '',
          isEmailAsked,
        })
      }
    >
      {isEmailAsked ? 'Add their address…' : 'Plan again…'}
    </Button>
  );
}
