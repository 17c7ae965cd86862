import { PrivacySkeleton, privacyDescription } from '@/components/erasure/privacy-skeleton';
import { Page } from '@/components/shell/page';

export default function PrivacyLoading() {
  return (
    <Page title="Privacy" description={privacyDescription}>
      <PrivacySkeleton />
    </Page>
  );
}
