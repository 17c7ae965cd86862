import { cx } from 'class-variance-authority';
import { CountBadge } from '@/components/ui/count-badge';
import type { ConversationFilter, UnreadTally } from '@/lib/inbox/types';
import { unreadIn } from '@/lib/inbox/view-rules';

/** In the order in which the keys go through them. */
export const VIEWS = [
  { view: 'all', label: 'All' },
  { view: 'unread', label: 'Unread' },
  { view: 'mine', label: 'Mine' },
  { view: 'unassigned', label: 'Unassigned' },
  { view: 'starred', label: 'Starred' },
  { view: 'snoozed', label: 'Snoozed' },
  { view: 'done', label: 'Done' },
] as const;

type ViewBarProps = {
  filter: ConversationFilter;
  tally: readonly UnreadTally[];
  /** Then none of them is what is shown; each leads back to its list. */
  isSearching: boolean;
  onChange: (change: Partial<ConversationFilter>) => void;
};

/** Not tabs: they narrow the one list. Each counts what is unread in it; what was put away counts nowhere. */
export function ViewBar({ filter, tally, isSearching, onChange }: ViewBarProps) {
  const isShown = (view: ConversationFilter['view']) => !isSearching && filter.view === view;
  return (
    <fieldset
      aria-label="View"
      className="flex min-h-10 min-w-0 shrink-0 flex-wrap items-center gap-0.5 border-b border-line px-3 py-1.5"
    >
      {VIEWS.map(({ view, label }) => (
        <button
          key={view}
          type="button"
          aria-pressed={isShown(view)}
          onClick={() => onChange({ view })}
          className={cx(
            'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control px-2 text-ui transition-colors pointer-coarse:h-11',
            isShown(view)
              ? 'bg-hover font-medium text-fg'
              : 'text-fg-2 hover:bg-hover hover:text-fg',
          )}
        >
          {label}
          {view !== 'all' && (
            <CountBadge count={unreadIn(tally, { ...filter, view })} unit="conversations" />
          )}
        </button>
      ))}
    </fieldset>
  );
}
