import { cx } from 'class-variance-authority';
import { ChevronDown } from 'lucide-react';
import { CountBadge } from '@/components/ui/count-badge';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuRadioGroup } from '@/components/ui/menu';
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

type View = ConversationFilter['view'];

const ALWAYS: readonly View[] = ['all', 'unread', 'mine'];
const USUALLY: View = 'unassigned';

type ViewBarProps = {
  filter: ConversationFilter;
  tally: readonly UnreadTally[];
  /** Then none of them is what is shown; each leads back to its list. */
  isSearching: boolean;
  onChange: (change: Partial<ConversationFilter>) => void;
};

/**
 * Not tabs: they narrow the one list. Each counts what is unread in it; what was put away counts nowhere.
 * The most used stand in one row, with the one that is shown; the menu behind them holds all.
 */
export function ViewBar({ filter, tally, isSearching, onChange }: ViewBarProps) {
  const isShown = (view: View) => !isSearching && filter.view === view;
  const fourth = isSearching || ALWAYS.includes(filter.view) ? USUALLY : filter.view;
  const count = (view: View) => (view === 'all' ? 0 : unreadIn(tally, { ...filter, view }));
  return (
    <fieldset aria-label="View" className="@container min-w-0 shrink-0 border-b border-line">
      <div className="flex min-h-10 items-center gap-0.5 px-2 py-1.5">
        {VIEWS.filter(({ view }) => ALWAYS.includes(view) || view === fourth).map(
          ({ view, label }) => (
            <button
              key={view}
              type="button"
              aria-pressed={isShown(view)}
              onClick={() => onChange({ view })}
              className={cx(
                'h-7 shrink-0 items-center gap-1 rounded-control px-2 text-ui transition-colors pointer-coarse:h-11',
                // Where the pane is narrow the menu is the way to it.
                view === USUALLY && !isShown(view)
                  ? 'hidden @min-[21rem]:inline-flex'
                  : 'inline-flex',
                isShown(view)
                  ? 'bg-hover font-medium text-fg'
                  : 'text-fg-2 hover:bg-hover hover:text-fg',
              )}
            >
              {label}
              <CountBadge count={count(view)} unit="conversations" max={99} />
            </button>
          ),
        )}
        <Menu
          align="end"
          className="w-56"
          trigger={<IconButton label="All views" icon={<ChevronDown />} className="ms-auto" />}
        >
          <MenuRadioGroup
            label="View"
            closesMenu
            value={isSearching ? '' : filter.view}
            onValueChange={(view) => onChange({ view: view as View })}
            options={VIEWS.map(({ view, label }) => ({
              value: view,
              label,
              note: <CountBadge count={count(view)} unit="conversations" />,
            }))}
          />
        </Menu>
      </div>
    </fieldset>
  );
}
