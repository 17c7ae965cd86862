import Link from 'next/link';
import { Avatar } from '@/components/ui/avatar';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { RelativeTime } from '@/components/ui/relative-time';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import type { Channel } from '@/lib/core/providers';
import type { PersonRow } from '@/lib/people/types';

/** On a phone everything else stands under the name. */
export function PeopleTable({ items }: { items: readonly PersonRow[] }) {
  return (
    <Table label="People">
      <TableHead>
        <TableHeader>Name</TableHeader>
        <TableHeader className="max-md:hidden">Channels</TableHeader>
        <TableHeader className="max-md:hidden">Owner</TableHeader>
        <TableHeader align="end">Last touch</TableHeader>
      </TableHead>
      <TableBody>
        {items.map((item) => (
          <PersonLine key={item.id} item={item} />
        ))}
      </TableBody>
    </Table>
  );
}

function PersonLine({ item }: { item: PersonRow }) {
  return (
    <TableRow>
      <TableCell isRowHeader className="w-full max-w-0">
        <div className="flex items-center gap-3 py-1">
          <Avatar name={item.name} size={32} />
          <div className="min-w-0">
            <p className="truncate font-medium text-fg">
              <Link
                href={`/people/${item.id}`}
                prefetch={false}
                title={item.name}
                className="rounded-[4px] underline-offset-2 hover:underline"
              >
                <bdi>{item.name}</bdi>
              </Link>
            </p>
            {item.headline && (
              <p className="truncate text-meta font-book text-fg-2" title={item.headline}>
                <bdi>{item.headline}</bdi>
              </p>
            )}
            <div className="flex items-center gap-2 text-meta font-book text-fg-2 md:hidden">
              <Glyphs channels={item.channels} />
              {item.ownerName && <bdi className="truncate">{item.ownerName}</bdi>}
            </div>
          </div>
        </div>
      </TableCell>
      <TableCell className="whitespace-nowrap text-fg-2 max-md:hidden">
        <Glyphs channels={item.channels} />
      </TableCell>
      <TableCell className="max-w-48 truncate text-fg-2 max-md:hidden">
        {item.ownerName ? <bdi>{item.ownerName}</bdi> : <span className="text-fg-3">Nobody</span>}
      </TableCell>
      <TableCell align="end" className="whitespace-nowrap text-fg-2">
        {item.lastTouchAt ? (
          <RelativeTime date={item.lastTouchAt} />
        ) : (
          <span className="text-fg-3">Never</span>
        )}
      </TableCell>
    </TableRow>
  );
}

function Glyphs({ channels }: { channels: readonly Channel[] }) {
  return (
    <span className="inline-flex items-center gap-1.5 align-middle">
      {channels.map((channel) => (
        <ChannelGlyph key={channel} channel={channel} />
      ))}
    </span>
  );
}
