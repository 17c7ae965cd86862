import { Card } from '@/components/ui/card';
import { Skeleton, SkeletonGroup } from '@/components/ui/skeleton';

export const connectionsDescription =
  'Accounts are connected through these. Each has an address and a key, which stays on the server.';

export function ConnectionsSkeleton() {
  return (
    <SkeletonGroup label="Loading API connections">
      <Card className="flex h-44 flex-col gap-4 p-4">
        <Skeleton className="h-5 w-48" />
        <div className="grid gap-4 sm:grid-cols-2">
          <Skeleton className="h-10 w-3/5" />
          <Skeleton className="h-10 w-2/5" />
          <Skeleton className="h-10 w-1/2" />
          <Skeleton className="h-10 w-1/2" />
        </div>
      </Card>
    </SkeletonGroup>
  );
}
