import { Page } from '@/components/shell/page';
import { Skeleton } from '@/components/ui/skeleton';

export default function ConnectLoading() {
  return (
    <Page title="Sign in" width="form">
      <Skeleton className="h-64 rounded-card" />
    </Page>
  );
}
