import { PageReady } from '@/components/live/page-data';
import { NoSuchPage } from '@/components/shell/no-such-page';

export default function IncidentNotFound() {
  return (
    <>
      <NoSuchPage kind="Incident" href="/accounts" linkLabel="All accounts">
        It is more than 90 days ago, or it is about an account that you do not see.
      </NoSuchPage>
      <PageReady />
    </>
  );
}
