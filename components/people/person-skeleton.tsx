import { SkeletonRows } from '@/components/ui/skeleton';

export function PersonSkeleton() {
  return <SkeletonRows count={8} height={60} label="Loading the person" />;
}
