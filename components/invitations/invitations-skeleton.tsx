import { SkeletonRows } from '@/components/ui/skeleton';

export function InvitationsSkeleton() {
  return <SkeletonRows count={10} height={60} label="Loading invitations" />;
}
