import { cx } from 'class-variance-authority';
import { Skeleton, SkeletonGroup } from '@/components/ui/skeleton';

const bubbles = [
  { key: 'a', isOurs: false, size: 'h-10 w-3/5' },
  { key: 'b', isOurs: false, size: 'h-10 w-2/5' },
  { key: 'c', isOurs: true, size: 'h-15 w-1/2' },
  { key: 'd', isOurs: false, size: 'h-10 w-1/2' },
  { key: 'e', isOurs: true, size: 'h-10 w-1/3' },
  { key: 'f', isOurs: false, size: 'h-20 w-3/5' },
] as const;

/** The shape of a conversation: head, bubbles from the bottom up, composer. */
export function ThreadSkeleton() {
  return (
    <SkeletonGroup label="Loading conversation" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4">
        <Skeleton className="size-8 rounded-full" />
        <Skeleton className="h-3.5 w-40" />
        <Skeleton className="h-3 w-28" />
      </div>
      <div className="mx-auto flex min-h-0 w-full max-w-198 flex-1 flex-col justify-end gap-3 overflow-hidden px-4 pb-4">
        {bubbles.map(({ key, isOurs, size }) => (
          <Skeleton key={key} className={cx('rounded-bubble!', size, isOurs && 'self-end')} />
        ))}
      </div>
      <div className="mx-auto w-full max-w-198 px-4 pb-4">
        <Skeleton className="h-28 rounded-card!" />
      </div>
    </SkeletonGroup>
  );
}
