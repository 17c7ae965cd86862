import { OverviewSkeleton } from '@/components/overview/overview-skeleton';
import { Page } from '@/components/shell/page';

export default function OverviewLoading() {
  return (
    <Page title="Overview">
      <OverviewSkeleton />
    </Page>
  );
}
