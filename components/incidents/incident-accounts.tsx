'use client';

import Link from 'next/link';
import { IncidentTime } from '@/components/incidents/incident-time';
import { incidentHref } from '@/components/incidents/incident-words';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import type { IncidentAccountCost } from '@/lib/incidents/types';

interface IncidentAccountsProps {
  incidentId: string;
  accounts: readonly IncidentAccountCost[];
}

/** Each account with its time and its cost; a number opens its list for those who may read it. */
export function IncidentAccounts({ incidentId, accounts }: IncidentAccountsProps) {
  return (
    <section id="accounts" aria-labelledby="accounts-title" className="scroll-mt-14">
      <h2 id="accounts-title" className="mb-2 text-h3">
        Accounts
      </h2>
      <Table label="Accounts of the incident">
        <TableHead>
          <TableHeader>Account</TableHeader>
          <TableHeader className="max-md:hidden">Owner</TableHeader>
          <TableHeader className="max-md:hidden">Down</TableHeader>
          <TableHeader align="end">Came in</TableHeader>
          <TableHeader align="end">Unsent</TableHeader>
          <TableHeader align="end">Invitations</TableHeader>
        </TableHead>
        <TableBody>
          {accounts.map((account) => (
            <AccountLine key={account.id} incidentId={incidentId} account={account} />
          ))}
        </TableBody>
      </Table>
    </section>
  );
}

function AccountLine({
  incidentId,
  account,
}: {
  incidentId: string;
  account: IncidentAccountCost;
}) {
  const { id, name, ownerName, from, to, isReadable } = account;
  const listOf = (list: 'gap' | 'unsent') =>
    isReadable ? incidentHref(incidentId, { accountId: id, id: list }) : null;
  return (
    <TableRow>
      <TableCell isRowHeader>
        <Link
          href={`/accounts/${id}`}
          title={name}
          className="block max-w-52 truncate font-medium text-fg hover:underline max-md:max-w-28"
        >
          <bdi>{name}</bdi>
        </Link>
        <div className="md:hidden">
          <IncidentTime from={from} to={to} />
        </div>
      </TableCell>
      <TableCell className="max-md:hidden">
        <div className="max-w-36 truncate text-fg-2" title={ownerName ?? undefined}>
          {ownerName ? <bdi>{ownerName}</bdi> : 'No owner'}
        </div>
      </TableCell>
      <TableCell className="whitespace-nowrap max-md:hidden">
        <IncidentTime from={from} to={to} />
      </TableCell>
      <NumberCell count={account.messages} href={listOf('gap')} />
      <NumberCell count={account.unsent} href={listOf('unsent')} />
      <NumberCell
        count={account.invitations}
        href={isReadable ? `/invitations?view=planned&account=${id}` : null}
      />
    </TableRow>
  );
}

function NumberCell({ count, href }: { count: number; href: string | null }) {
  return (
    <TableCell align="end" className="text-fg-2 tabular-nums">
      {href && count > 0 ? (
        <Link href={href} className="underline">
          {count}
        </Link>
      ) : (
        count
      )}
    </TableCell>
  );
}
