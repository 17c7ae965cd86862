import { Lock } from 'lucide-react';
import { Page } from '@/components/shell/page';
import { EmptyState } from '@/components/ui/empty-state';

/** For members whose role does not hold the right. */
export function ConnectionsDenied() {
  return (
    <Page title="API connections">
      <EmptyState title="Only admins see this" icon={<Lock />}>
        Ask an owner or admin of the workspace if an account cannot be connected.
      </EmptyState>
    </Page>
  );
}
