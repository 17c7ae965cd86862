import { cx } from 'class-variance-authority';
import { Check, Circle, LoaderCircle, X } from 'lucide-react';
import { Fragment } from 'react';
import { StatusLine } from '@/components/accounts/status-line';
import type { ShownStatus } from '@/lib/accounts/types';
import type { ConnectPhase } from '@/lib/connect/types';

const looks = {
  done: { Icon: Check, className: 'text-ok', word: 'done' },
  current: { Icon: LoaderCircle, className: 'text-info [&>svg]:animate-turn', word: 'in progress' },
  waiting: { Icon: Circle, className: 'text-fg-3', word: 'to come' },
  failed: { Icon: X, className: 'text-bad', word: 'failed' },
} as const;

/** Signed in → Importing history → Ready, each with an icon and, for readers, a word. */
export function ConnectPhases({
  phases,
  status,
}: {
  phases: readonly ConnectPhase[];
  /** Its line tells how far the import is. */
  status: ShownStatus | null;
}) {
  const isImporting = status?.code === 'importing';
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-meta">
      <ol aria-label="Progress" className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {phases.map(({ label, state }, index) => {
          const { Icon, className, word } = looks[state];
          return (
            <Fragment key={label}>
              {index > 0 && (
                <li aria-hidden="true" className="text-fg-3">
                  →
                </li>
              )}
              <li
                aria-current={state === 'current' ? 'step' : undefined}
                className={cx('inline-flex items-center gap-1 [&_.lucide]:size-3.5', className)}
              >
                <Icon aria-hidden="true" />
                <span className={cx(state === 'waiting' ? 'text-fg-3' : 'font-medium text-fg')}>
                  {label}
                </span>
                <span className="sr-only">: {word}</span>
              </li>
            </Fragment>
          );
        })}
      </ol>
      {isImporting && (
        <span className="flex flex-wrap gap-x-1 text-fg-2">
          <StatusLine line={status.line} /> You can leave this page; it goes on without you.
        </span>
      )}
    </div>
  );
}
