import { Avatar } from '@/components/ui/avatar';
import { RelativeTime } from '@/components/ui/relative-time';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import { visibleName } from '@/lib/core/one-line';
import type { InvitationDirection, InvitationRow } from '@/lib/invitations/types';
import { InvitationActs } from './invitation-acts';

type InvitationTableProps = {
  direction: InvitationDirection;
  items: readonly InvitationRow[];
  /** Whether it has to be said whose each is. */
  hasAccounts: boolean;
};

/** On a phone everything else stands under the person. */
export function InvitationTable({ direction, items, hasAccounts }: InvitationTableProps) {
  return (
    <Table label={direction === 'received' ? 'Received invitations' : 'Sent invitations'}>
      <TableHead>
        <TableHeader>{direction === 'received' ? 'From' : 'To'}</TableHeader>
        <TableHeader className="max-md:hidden">Note</TableHeader>
        {hasAccounts && <TableHeader className="max-md:hidden">Account</TableHeader>}
        <TableHeader align="end" className="max-md:hidden">
          About
        </TableHeader>
        <TableHeader align="end" className="max-md:hidden">
          <span className="sr-only">Answer</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {items.map((item) => (
          <InvitationLine key={item.id} item={item} hasAccount={hasAccounts} />
        ))}
      </TableBody>
    </Table>
  );
}

function InvitationLine({ item, hasAccount }: { item: InvitationRow; hasAccount: boolean }) {
  const name = visibleName(item.name) ?? 'Unknown person';
  return (
    <TableRow>
      <TableCell isRowHeader className="max-w-80 max-md:w-full max-md:max-w-0">
        <div className="flex items-center gap-3 py-1">
          <Avatar name={name} size={32} />
          <div className="min-w-0">
            <p className="truncate font-medium text-fg">
              <Person item={item} name={name} />
            </p>
            {item.headline && (
              <p className="truncate text-meta font-book text-fg-2" title={item.headline}>
                <bdi>{item.headline}</bdi>
              </p>
            )}
            <div className="text-meta font-book text-fg-2 md:hidden">
              {item.note && <Note note={item.note} />}
              <p className="truncate">
                {hasAccount && (
                  <>
                    <bdi>{item.accountName}</bdi> ·{' '}
                  </>
                )}
                <RelativeTime date={item.sentAbout} />
              </p>
            </div>
            {item.canSettle && (
              <div className="pt-1 md:hidden">
                <InvitationActs item={item} name={name} />
              </div>
            )}
          </div>
        </div>
      </TableCell>
      <TableCell className="max-w-96 text-fg-2 max-md:hidden">
        {item.note ? <Note note={item.note} /> : <span className="text-fg-3">No note</span>}
      </TableCell>
      {hasAccount && (
        <TableCell className="max-w-40 truncate text-fg-2 max-md:hidden">
          <bdi>{item.accountName}</bdi>
        </TableCell>
      )}
      <TableCell align="end" className="whitespace-nowrap text-fg-2 max-md:hidden">
        <RelativeTime date={item.sentAbout} />
      </TableCell>
      <TableCell align="end" className="max-md:hidden">
        {item.canSettle && <InvitationActs item={item} name={name} />}
      </TableCell>
    </TableRow>
  );
}

function Person({ item, name }: { item: InvitationRow; name: string }) {
  if (!item.publicIdentifier) return <bdi>{name}</bdi>;
  return (
    <a
      href={`https://www.linkedin.com/in/${encodeURIComponent(item.publicIdentifier)}/`}
      target="_blank"
      rel="noopener noreferrer"
      title="Open in LinkedIn"
      className="rounded-[4px] underline-offset-2 hover:underline"
    >
      <bdi>{name}</bdi>
    </a>
  );
}

function Note({ note }: { note: string }) {
  return (
    <p className="line-clamp-2" title={note} dir="auto">
      {note}
    </p>
  );
}
