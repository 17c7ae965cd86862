import { Lock } from 'lucide-react';
import { Page } from '@/components/shell/page';
import { EmptyState } from '@/components/ui/empty-state';

/** For members whose role does not hold the right. */
export function PrivacyDenied() {
  return (
    <Page title="Privacy">
      <EmptyState title="Only admins see this" icon={<Lock />}>
        Ask an owner or admin of the workspace if somebody wants to be erased.
      </EmptyState>
    </Page>
  );
}
