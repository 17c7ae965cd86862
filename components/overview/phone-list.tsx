'use client';

import { AccountGlyph } from '@/components/accounts/account-glyph';
import { AccountName } from '@/components/accounts/account-name';
import { AccountStatusPill, useShownStatus } from '@/components/accounts/account-status';
import { formatLag } from '@/components/accounts/span';
import { uptimeSummary } from '@/components/accounts/uptime-words';
import { MailNote } from '@/components/overview/mail-note';
import { Checkbox } from '@/components/ui/checkbox';
import { RelativeTime } from '@/components/ui/relative-time';
import { Row, RowList } from '@/components/ui/row';
import { accountLabel } from '@/lib/accounts/rules';
import type { OverviewRow } from '@/lib/overview/types';
import type { RemindOutcome } from '@/lib/reminders/types';

interface PhoneListProps {
  rows: readonly OverviewRow[];
  freshMs: number;
  canRemind: boolean;
  outcomes: ReadonlyMap<string, RemindOutcome>;
  selected: ReadonlySet<string>;
  onToggle: (id: string, isChecked: boolean) => void;
}

/** The rows of the table on a phone, where seven columns would have to be scrolled sideways. */
export function PhoneList({
  rows,
  freshMs,
  canRemind,
  outcomes,
  selected,
  onToggle,
}: PhoneListProps) {
  return (
    <RowList label="Accounts">
      {rows.map((row) => (
        <PhoneRow
          key={row.id}
          row={row}
          freshMs={freshMs}
          outcome={outcomes.get(row.id)}
          isSelected={selected.has(row.id)}
          onSelect={canRemind ? (isChecked) => onToggle(row.id, isChecked) : null}
        />
      ))}
    </RowList>
  );
}

interface PhoneRowProps {
  row: OverviewRow;
  freshMs: number;
  outcome: RemindOutcome | undefined;
  isSelected: boolean;
  onSelect: ((isChecked: boolean) => void) | null;
}

function PhoneRow({ row, freshMs, outcome, isSelected, onSelect }: PhoneRowProps) {
  const status = useShownStatus(row, freshMs);
  return (
    <Row
      leading={<AccountGlyph provider={row.provider} />}
      title={<AccountName account={row} />}
      titleText={accountLabel(row)}
      href={`/accounts/${row.id}`}
      isHighlighted={isSelected}
      subtitle={row.owner ? <bdi>{row.owner.name}</bdi> : 'No owner'}
      meta={
        <div className="flex flex-col gap-1 text-meta text-fg-2">
          <AccountStatusPill status={status} />
          <MailNote row={row} outcome={outcome} />
          <span className="tabular-nums">
            30 d: {uptimeSummary(row.uptime)} · received{' '}
            {row.lastMessageAt ? <RelativeTime date={row.lastMessageAt} /> : 'nothing yet'} · lag{' '}
            {row.lagMs === null ? 'not known' : formatLag(row.lagMs)}
          </span>
        </div>
      }
      trailing={
        onSelect && (
          <Checkbox
            aria-label={`Select ${accountLabel(row)}`}
            isChecked={isSelected}
            onCheckedChange={onSelect}
          />
        )
      }
    />
  );
}
