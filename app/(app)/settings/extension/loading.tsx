import { ExtensionSkeleton } from '@/components/extension/extension-skeleton';
import { extensionDescription } from '@/components/extension/extension-words';
import { Page } from '@/components/shell/page';

export default function ExtensionLoading() {
  return (
    <Page title="Browser extension" width="form" description={extensionDescription}>
      <ExtensionSkeleton />
    </Page>
  );
}
