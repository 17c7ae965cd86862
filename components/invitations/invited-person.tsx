import type { ReactNode } from 'react';
import { Avatar } from '@/components/ui/avatar';
import { visibleName } from '@/lib/core/one-line';

type InvitedPersonProps = {
  row: { name: string | null; headline: string | null; publicIdentifier: string | null };
  /** What stands under the person on a phone. */
  children?: ReactNode;
};

/** Who is invited or invites, with the way to their profile. */
export function InvitedPerson({ row, children }: InvitedPersonProps) {
  const name = nameOf(row);
  return (
    <div className="flex items-center gap-3 py-1">
      <Avatar name={name} size={32} />
      <div className="min-w-0">
        <p className="truncate font-medium text-fg">
          {row.publicIdentifier ? (
            <a
              href={`https://www.linkedin.com/in/${encodeURIComponent(row.publicIdentifier)}/`}
              target="_blank"
              rel="noopener noreferrer"
              title="Open in LinkedIn"
              className="rounded-[4px] underline-offset-2 hover:underline"
            >
              <bdi>{name}</bdi>
            </a>
          ) : (
            <bdi>{name}</bdi>
          )}
        </p>
        {row.headline && (
          <p className="truncate text-meta font-book text-fg-2" title={row.headline}>
            <bdi>{row.headline}</bdi>
          </p>
        )}
        {children}
      </div>
    </div>
  );
}

/** What the person is called where LinkedIn tells a name. */
export function nameOf(row: { name: string | null }): string {
  return visibleName(row.name) ?? 'Unknown person';
}

export function NoteText({ note }: { note: string | null }) {
  if (!note) return <span className="text-fg-3">No note</span>;
  return (
    <p className="line-clamp-2" title={note} dir="auto">
      {note}
    </p>
  );
}
