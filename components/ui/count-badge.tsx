import { cx } from 'class-variance-authority';

type CountBadgeProps = {
  /** Nothing is drawn at 0. */
  count: number;
  /** What is counted, for readers: "unread". */
  unit?: string;
  tone?: 'plain' | 'accent';
  /** Larger counts read "999+"; 99 where there is little room. */
  max?: 99 | 999;
  className?: string;
};

export function CountBadge({ count, unit, tone = 'plain', max = 999, className }: CountBadgeProps) {
  if (count <= 0) return null;
  return (
    <span
      className={cx(
        'inline-flex h-4 min-w-4 items-center justify-center rounded-full px-1 text-micro tabular-nums',
        tone === 'accent' ? 'bg-accent text-on-accent' : 'bg-neutral-soft text-fg-2',
        className,
      )}
    >
      {count > max ? `${max}+` : count}
      {unit && <span className="sr-only"> {unit}</span>}
    </span>
  );
}
