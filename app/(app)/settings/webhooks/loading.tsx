import { Page } from '@/components/shell/page';
import { RecorderSkeleton, recorderDescription } from '@/components/webhooks/recorder-skeleton';

export default function WebhooksLoading() {
  return (
    <Page title="Webhooks" width="full" description={recorderDescription}>
      <RecorderSkeleton />
    </Page>
  );
}
