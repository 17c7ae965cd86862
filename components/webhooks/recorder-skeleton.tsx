import { SkeletonRows } from '@/components/ui/skeleton';

export const recorderDescription =
  'Everything that the API delivered to this workspace, newest first, stored before it was understood.';

export function RecorderSkeleton() {
  return <SkeletonRows count={12} height={36} label="Loading deliveries" />;
}
