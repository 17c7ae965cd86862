import { cx } from 'class-variance-authority';
import type { ReactNode } from 'react';

/** A grey shape of the size of what will come. Invisible for the first 300 ms. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx('block animate-skeleton rounded-control bg-hover', className)}
    />
  );
}

/** Wraps the skeletons of one region and says once what is loading. */
export function SkeletonGroup({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div role="status" aria-busy="true" className={className}>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}

type SkeletonRowsProps = {
  count: number;
  /** What is loading: "Loading accounts". */
  label: string;
  /** Height of a row in px: 36 compact, 60 list, 72 cards. */
  height?: 36 | 60 | 72;
  className?: string;
};

const rowHeights = { 36: 'h-9', 60: 'h-15', 72: 'h-18' } as const;

/** Rows with an avatar and two lines, in the geometry of a list. */
export function SkeletonRows({ count, label, height = 60, className }: SkeletonRowsProps) {
  return (
    <SkeletonGroup label={label}>
      <div className={className}>
        {Array.from({ length: count }, (_, index) => index).map((row) => (
          <div key={row} className={cx('flex items-center gap-3 px-3', rowHeights[height])}>
            {height > 36 && <Skeleton className="size-8 shrink-0 rounded-full" />}
            <div className="flex min-w-0 flex-1 flex-col gap-2">
              <Skeleton className={cx('h-3', row % 3 === 1 ? 'w-2/5' : 'w-1/3')} />
              {height > 36 && <Skeleton className={cx('h-3', row % 2 ? 'w-3/4' : 'w-2/3')} />}
            </div>
            <Skeleton className="h-3 w-9 shrink-0" />
          </div>
        ))}
      </div>
    </SkeletonGroup>
  );
}
