import { SkeletonRows } from '@/components/ui/skeleton';

export function PeopleSkeleton() {
  return <SkeletonRows count={12} height={60} label="Loading people" />;
}
