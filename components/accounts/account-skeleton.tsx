import { Card, CardSection } from '@/components/ui/card';
import { Skeleton, SkeletonGroup } from '@/components/ui/skeleton';

const LINES = [0, 1, 2, 3, 4];

/** The geometry of the account's page: status, bars and history beside the facts. */
export function AccountSkeleton() {
  return (
    <SkeletonGroup label="Loading the account">
      <div className="mb-6 flex items-center gap-3">
        <Skeleton className="size-9" />
        <Skeleton className="h-6 w-40" />
      </div>
      <div className="grid animate-late items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Card>
          <CardSection>
            <Skeleton className="mb-3 h-5.5 w-32" />
            <Skeleton className="h-7 w-full max-w-180" />
          </CardSection>
          <CardSection>
            <Lines />
          </CardSection>
        </Card>
        <Card>
          <CardSection>
            <Lines />
          </CardSection>
        </Card>
      </div>
    </SkeletonGroup>
  );
}

function Lines() {
  return (
    <span className="flex flex-col gap-3">
      {LINES.map((line) => (
        <Skeleton key={line} className="h-4 w-full" />
      ))}
    </span>
  );
}
