'use client';

import Link from 'next/link';
import { useEffect, useRef, useState } from 'react';
import { useCommand } from '@/components/keyboard/keyboard-provider';
import { RelativeTime } from '@/components/ui/relative-time';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import type { InvitationDirection, InvitationRow } from '@/lib/invitations/types';
import { InvitationActs, SettleDialogs } from './invitation-acts';
import { InvitedPerson, NoteText } from './invited-person';
import { useSettling } from './use-settling';

type InvitationTableProps = {
  direction: InvitationDirection;
  items: readonly InvitationRow[];
  /** Whether it has to be said whose each is. */
  hasAccounts: boolean;
};

/**
 * On a phone everything else stands under the person. The keys act on the row with the focus, else on the first. Where
 * that row goes, the one in its place has the keys, and the focus that fell to the page.
 */
export function InvitationTable({ direction, items, hasAccounts }: InvitationTableProps) {
  const [focused, setFocused] = useState<{ id: string; index: number } | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const known = items.find(({ id }) => id === focused?.id);
  const current = known ?? items[Math.min(focused?.index ?? 0, items.length - 1)];
  const isGone = focused !== null && known === undefined;

  useEffect(() => {
    if (!isGone || document.activeElement !== document.body) return;
    const buttons = body.current?.querySelectorAll<HTMLElement>('[data-current] button') ?? [];
    // Those of the other width are there too, unseen.
    Array.from(buttons)
      .find((button) => button.offsetParent !== null)
      ?.focus();
  }, [isGone]);

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
      <TableBody ref={body}>
        {items.map((item, index) => (
          <InvitationLine
            key={item.id}
            item={item}
            hasAccount={hasAccounts}
            isCurrent={item.id === current?.id}
            onFocus={() => setFocused({ id: item.id, index })}
          />
        ))}
      </TableBody>
    </Table>
  );
}

type InvitationLineProps = {
  item: InvitationRow;
  hasAccount: boolean;
  isCurrent: boolean;
  onFocus: () => void;
};

function InvitationLine({ item, hasAccount, isCurrent, onFocus }: InvitationLineProps) {
  const settling = useSettling(item);
  const { act, ask, settle } = settling;
  const isOurs = isCurrent && item.canSettle && !act.isPending;
  const isReceived = item.direction === 'received';
  useCommand('acceptInvitation', () => void settle('accept'), { isEnabled: isOurs && isReceived });
  useCommand('refuseInvitation', () => ask('refuse'), { isEnabled: isOurs && isReceived });
  useCommand('withdrawInvitation', () => ask('withdraw'), { isEnabled: isOurs && !isReceived });
  return (
    <TableRow
      data-current={isCurrent || undefined}
      onFocus={onFocus}
      className={isCurrent ? 'shadow-[inset_2px_0_var(--accent)]' : undefined}
    >
      <TableCell isRowHeader className="max-w-80 max-md:w-full max-md:max-w-0">
        <InvitedPerson row={item}>
          <Known item={item} />
          <div className="text-meta font-book text-fg-2 md:hidden">
            {item.note && <NoteText note={item.note} />}
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
              <InvitationActs settling={settling} />
            </div>
          )}
        </InvitedPerson>
      </TableCell>
      <TableCell className="max-w-96 text-fg-2 max-md:hidden">
        <NoteText note={item.note} />
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
        {item.canSettle && <InvitationActs settling={settling} />}
        <SettleDialogs settling={settling} />
      </TableCell>
    </TableRow>
  );
}

/** Whom the team knows already, and who is to answer. */
function Known({ item: { contact, assignee } }: { item: InvitationRow }) {
  if (!contact && !assignee) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-meta font-book text-fg-2">
      {contact && (
        <Link
          href={`/people/${contact.personId}`}
          className="min-w-0 truncate rounded-[4px] underline underline-offset-2 hover:text-fg"
        >
          In contact with <bdi>{contact.accountName}</bdi>,{' '}
          <RelativeTime date={contact.lastAt} format="age" /> ago
        </Link>
      )}
      {assignee && (
        <span className="font-medium">
          {assignee.isMe ? (
            'Given to you'
          ) : (
            <>
              Given to <bdi>{assignee.name}</bdi>
            </>
          )}
        </span>
      )}
    </p>
  );
}
