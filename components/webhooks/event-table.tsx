import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { RelativeTime } from '@/components/ui/relative-time';
import { StatusPill } from '@/components/ui/status-pill';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import type { WebhookEventRow } from '@/lib/webhooks/types';
import { EVENT_STATE_WORDS, lagText, outcomeText } from './event-words';
import { ReplayButton } from './replay-button';

type EventTableProps = { events: readonly WebhookEventRow[]; onOpen: (id: string) => void };

/** On a phone the time and the outcome stand under the event, and the rest in its details. */
export function EventTable({ events, onOpen }: EventTableProps) {
  return (
    <Table label="Deliveries">
      <TableHead>
        <TableHeader className="max-md:hidden">Received</TableHeader>
        <TableHeader>State</TableHeader>
        <TableHeader>Event</TableHeader>
        <TableHeader className="max-md:hidden">Outcome</TableHeader>
        <TableHeader className="max-md:hidden">Account</TableHeader>
        <TableHeader align="end" className="max-md:hidden">
          Lag
        </TableHeader>
        <TableHeader align="end" className="max-md:hidden">
          Repeats
        </TableHeader>
        <TableHeader align="end">
          <span className="sr-only">Replay</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {events.map((event) => (
          <EventRow key={event.id} event={event} onOpen={() => onOpen(event.id)} />
        ))}
      </TableBody>
    </Table>
  );
}

function EventRow({ event, onOpen }: { event: WebhookEventRow; onOpen: () => void }) {
  const { label, tone } = EVENT_STATE_WORDS[event.state];
  const outcome = outcomeText(event);
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap text-fg-2 max-md:hidden">
        <RelativeTime date={event.receivedAt} />
      </TableCell>
      <TableCell>
        <StatusPill tone={tone} label={label} />
      </TableCell>
      <TableCell isRowHeader className="max-w-52 max-md:w-full max-md:max-w-0">
        <button
          type="button"
          onClick={onOpen}
          title={event.kind ?? undefined}
          className="max-w-full truncate rounded-[4px] py-0.5 font-mono text-meta text-fg underline-offset-2 hover:underline pointer-coarse:py-3.5"
        >
          {event.kind ?? 'unknown'}
        </button>
        <p className="pb-0.5 text-meta text-fg-2 md:hidden">
          <RelativeTime date={event.receivedAt} /> · {outcome}
        </p>
      </TableCell>
      <TableCell className="max-w-52 truncate text-fg-2 max-md:hidden">
        <span title={outcome}>{outcome}</span>
      </TableCell>
      <TableCell className="max-w-40 max-md:hidden">
        <AccountCell event={event} />
      </TableCell>
      <TableCell align="end" className="whitespace-nowrap text-fg-2 tabular-nums max-md:hidden">
        {lagText(event.lagMs)}
      </TableCell>
      <TableCell align="end" className="text-fg-2 tabular-nums max-md:hidden">
        {event.duplicateCount > 0 ? event.duplicateCount : ''}
      </TableCell>
      <TableCell align="end">
        {event.canReplay && <ReplayButton event={event} isIconOnly />}
      </TableCell>
    </TableRow>
  );
}

function AccountCell({ event }: { event: WebhookEventRow }) {
  if (!event.accountName) return <span className="text-fg-3">None</span>;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {event.provider && <ChannelGlyph channel={event.provider} className="text-fg-2" />}
      <bdi className="truncate" title={event.accountName}>
        {event.accountName}
      </bdi>
    </span>
  );
}
