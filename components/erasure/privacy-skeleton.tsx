import { Card } from '@/components/ui/card';
import { Skeleton, SkeletonGroup } from '@/components/ui/skeleton';

export const privacyDescription =
  'Whoever asks for it is erased: from every account, every table, and from what is read later.';

export function PrivacySkeleton() {
  return (
    <SkeletonGroup label="Loading erasures">
      <Card className="flex flex-col gap-4 p-4">
        <Skeleton className="h-5 w-32" />
        <Skeleton className="h-8 w-3/5" />
        <Skeleton className="h-8 w-2/5" />
      </Card>
    </SkeletonGroup>
  );
}
