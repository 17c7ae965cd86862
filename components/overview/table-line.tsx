'use client';

import { cx } from 'class-variance-authority';
import Link from 'next/link';
import { AccountStatusPill, useShownStatus } from '@/components/accounts/account-status';
import { formatLag } from '@/components/accounts/span';
import { uptimeSegments, uptimeSummary } from '@/components/accounts/uptime-words';
import { useNow } from '@/components/accounts/use-now';
import { MailNote } from '@/components/overview/mail-note';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { Checkbox } from '@/components/ui/checkbox';
import { RelativeTime } from '@/components/ui/relative-time';
import { TableCell, TableRow } from '@/components/ui/table';
import { UptimeBar } from '@/components/ui/uptime-bar';
import { accountLabel } from '@/lib/accounts/rules';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import type { OverviewRow } from '@/lib/overview/types';
import type { RemindOutcome } from '@/lib/reminders/types';

interface TableLineProps {
  row: OverviewRow;
  freshMs: number;
  outcome: RemindOutcome | undefined;
  isSelected: boolean;
  /** Null for those who may not send e-mails: there is then nothing to select for. */
  onSelect: ((isChecked: boolean) => void) | null;
}

export function TableLine({ row, freshMs, outcome, isSelected, onSelect }: TableLineProps) {
  const status = useShownStatus(row, freshMs);
  return (
    <TableRow className={cx(isSelected && 'bg-accent-soft')}>
      {onSelect && (
        <TableCell className="ps-2 pe-0">
          <Checkbox
            aria-label={`Select ${accountLabel(row)}`}
            isChecked={isSelected}
            onCheckedChange={onSelect}
          />
        </TableCell>
      )}
      <TableCell isRowHeader>
        <NameCell row={row} />
      </TableCell>
      <TableCell>
        <OwnerName owner={row.owner} />
      </TableCell>
      <TableCell>
        <div className="flex min-w-44 flex-col gap-0.5">
          <AccountStatusPill status={status} />
          <div className="text-meta text-fg-2 empty:hidden">
            <MailNote row={row} outcome={outcome} />
          </div>
        </div>
      </TableCell>
      <TableCell className="whitespace-nowrap text-fg-2">
        {row.lastMessageAt ? <RelativeTime date={row.lastMessageAt} /> : 'nothing yet'}
      </TableCell>
      <TableCell>
        <RowUptime row={row} />
      </TableCell>
      <TableCell align="end" className="whitespace-nowrap text-fg-2 tabular-nums">
        {row.lagMs === null ? 'not known' : formatLag(row.lagMs)}
      </TableCell>
    </TableRow>
  );
}

/** The bars need 240 px: with less room the figures stand alone. */
function RowUptime({ row }: { row: OverviewRow }) {
  const { locale } = useNow();
  const summary = uptimeSummary(row.uptime);
  return (
    <>
      <UptimeBar
        label={`${accountLabel(row)}, 30 days`}
        segments={uptimeSegments(row.uptime, locale)}
        summary={summary}
        isSummaryHidden
        height={16}
        className="max-xl:hidden"
      />
      <span className="text-meta whitespace-nowrap text-fg-2 tabular-nums">{summary}</span>
    </>
  );
}

function NameCell({ row }: { row: OverviewRow }) {
  const details = [PROVIDER_NAMES[row.provider], row.handle].filter(Boolean).join(' · ');
  return (
    <div className="flex min-w-0 items-center gap-2">
      <ChannelGlyph channel={row.provider} isBrand isDecorative />
      <div className="w-44 min-w-0 xl:w-52">
        <Link
          href={`/accounts/${row.id}`}
          title={row.name}
          className="block truncate font-medium text-fg hover:underline"
        >
          <bdi>{row.name}</bdi>
        </Link>
        <div className="truncate text-meta text-fg-3" title={details}>
          {details}
        </div>
      </div>
    </div>
  );
}

function OwnerName({ owner }: Pick<OverviewRow, 'owner'>) {
  if (!owner) return <span className="text-fg-3">No owner</span>;
  return (
    <div className="w-28 truncate text-fg" title={owner.name}>
      <bdi>{owner.name}</bdi>
    </div>
  );
}
