import { Skeleton, SkeletonGroup, SkeletonRows } from '@/components/ui/skeleton';

const FIGURES = [0, 1, 2, 3];

/** The geometry of the overview: a list, four figures, the table. */
export function OverviewSkeleton() {
  return (
    <SkeletonGroup label="Loading the overview">
      {/* Outlines are late as well, so that a fast page does not flash empty boxes. */}
      <div className="flex animate-late flex-col gap-6">
        <div>
          <Skeleton className="mb-2 h-5.5 w-36" />
          <SkeletonRows
            count={3}
            label="Loading what needs attention"
            height={72}
            className="rounded-card border border-line"
          />
        </div>
        <div className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line lg:grid-cols-4">
          {FIGURES.map((figure) => (
            <div key={figure} className="flex flex-col gap-2 px-4 py-3">
              <Skeleton className="h-3 w-28" />
              <Skeleton className="h-6 w-20" />
              <Skeleton className="h-3 w-24" />
            </div>
          ))}
        </div>
        <SkeletonRows count={6} label="Loading accounts" height={60} />
      </div>
    </SkeletonGroup>
  );
}
