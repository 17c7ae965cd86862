import { Lock } from 'lucide-react';
import { Page } from '@/components/shell/page';
import { EmptyState } from '@/components/ui/empty-state';

/** For members whose role does not hold the right. */
export function RecorderDenied() {
  return (
    <Page title="Webhooks">
      <EmptyState title="Only admins see deliveries" icon={<Lock />}>
        Ask an owner or admin of the workspace if you need to know what arrived.
      </EmptyState>
    </Page>
  );
}
