import { cx } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { type Tone, ToneIcon, toneSoft } from './tone';

type StatusPillProps = {
  tone: Tone;
  /** The word of the vocabulary: "Reconnect needed". */
  label: string;
  /** Replaces the icon of the tone. */
  icon?: ReactNode;
  /** Beside the pill: "since 09:12", with a `RelativeTime` in it. */
  since?: ReactNode;
  className?: string;
};

/** Icon, word and since: never a coloured dot alone. */
export function StatusPill({ tone, label, icon, since, className }: StatusPillProps) {
  return (
    <span className={cx('inline-flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5', className)}>
      <span
        className={cx(
          'inline-flex h-6 shrink-0 items-center gap-1.5 rounded-full ps-1.5 pe-2.5 text-meta font-medium whitespace-nowrap [&_.lucide]:size-3.5',
          toneSoft[tone],
        )}
      >
        {icon ?? <ToneIcon tone={tone} />}
        {label}
      </span>
      {since && <span className="text-meta text-fg-3 tabular-nums">{since}</span>}
    </span>
  );
}
