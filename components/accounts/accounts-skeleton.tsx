import { RowList } from '@/components/ui/row';
import { Skeleton, SkeletonGroup } from '@/components/ui/skeleton';

const ROWS = [0, 1, 2, 3, 4];

/** The geometry of the list: glyph, two lines, status, bars, button. */
export function AccountsSkeleton() {
  return (
    <SkeletonGroup label="Loading accounts">
      <Skeleton className="mb-2 h-5.5 w-36" />
      <RowList label="Loading" className="animate-late">
        {ROWS.map((row) => (
          <li
            key={row}
            className="grid min-h-18 grid-cols-[2.25rem_minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2.5 px-3 py-3 md:grid-cols-[2.25rem_minmax(0,1fr)_16rem_auto] xl:grid-cols-[2.25rem_minmax(0,1fr)_16rem_6rem_15rem_8.5rem]"
          >
            <Skeleton className="size-9" />
            <span className="flex flex-col gap-2">
              <Skeleton className="h-3.5 w-40" />
              <Skeleton className="h-3 w-56 max-w-full" />
            </span>
            <span className="flex flex-col gap-2 max-md:col-span-full max-md:row-start-2">
              <Skeleton className="h-6 w-28" />
              <Skeleton className="h-3 w-44" />
            </span>
            <Skeleton className="h-8 w-20 max-xl:hidden" />
            <Skeleton className="h-4 w-60 max-xl:hidden" />
            <Skeleton className="h-8 w-8 justify-self-end" />
          </li>
        ))}
      </RowList>
    </SkeletonGroup>
  );
}
