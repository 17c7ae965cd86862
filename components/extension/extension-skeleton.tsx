import { Card } from '@/components/ui/card';
import { Skeleton, SkeletonGroup } from '@/components/ui/skeleton';

export function ExtensionSkeleton() {
  return (
    <SkeletonGroup label="Loading the browser extension">
      <Card className="flex h-40 flex-col gap-4 p-4">
        <Skeleton className="h-5 w-48" />
        <Skeleton className="h-5 w-4/5" />
        <Skeleton className="h-9 w-32" />
      </Card>
    </SkeletonGroup>
  );
}
