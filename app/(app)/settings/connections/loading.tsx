import {
  ConnectionsSkeleton,
  connectionsDescription,
} from '@/components/connections/connections-skeleton';
import { Page } from '@/components/shell/page';

export default function ConnectionsLoading() {
  return (
    <Page title="API connections" description={connectionsDescription}>
      <ConnectionsSkeleton />
    </Page>
  );
}
