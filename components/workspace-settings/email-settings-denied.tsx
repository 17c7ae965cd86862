import { Lock } from 'lucide-react';
import { Page } from '@/components/shell/page';
import { EmptyState } from '@/components/ui/empty-state';

/** For members whose role does not hold the right. */
export function EmailSettingsDenied() {
  return (
    <Page title="E-mail">
      <EmptyState title="Only admins change this" icon={<Lock />}>
        Ask an owner or admin of the workspace if your e-mails are to be tracked, or not.
      </EmptyState>
    </Page>
  );
}
