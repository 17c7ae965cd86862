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
    <SkeletonGroup label="Loading conversation">
      <div className="flex h-12 items-center gap-2 border-b border-line px-4">
        <Skeleton className="size-8 rounded-full" />
        <Skeleton className="h-3.5 w-40" />
        <Skeleton className="h-3 w-28" />
      </div>
      <div className="mx-auto flex max-w-190 flex-col gap-3 px-4 pt-8">
        {bubbles.map(({ key, isOurs, size }) => (
          <Skeleton key={key} className={cx('rounded-bubble!', size, isOurs && 'self-end')} />
        ))}
      </div>
    </SkeletonGroup>
  );
}
