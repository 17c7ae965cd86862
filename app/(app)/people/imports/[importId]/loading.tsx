import { Page } from '@/components/shell/page';
import { SkeletonRows } from '@/components/ui/skeleton';

export default function ImportLoading() {
  return (
    <Page title="Import">
      <SkeletonRows count={4} height={60} label="Loading the import" />
    </Page>
  );
}
