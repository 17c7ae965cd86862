import { Page } from '@/components/shell/page';
import { SkeletonRows } from '@/components/ui/skeleton';

export default function IncidentLoading() {
  return (
    <Page title="Incident">
      <SkeletonRows count={6} label="Loading the incident" height={60} />
    </Page>
  );
}
