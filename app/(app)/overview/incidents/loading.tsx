import { Page } from '@/components/shell/page';
import { SkeletonRows } from '@/components/ui/skeleton';

export default function IncidentsLoading() {
  return (
    <Page title="Incidents">
      <SkeletonRows count={6} label="Loading incidents" height={72} />
    </Page>
  );
}
