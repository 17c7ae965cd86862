import { Lock } from 'lucide-react';
import { Page } from '@/components/shell/page';
import { EmptyState } from '@/components/ui/empty-state';

/** For members whose role connects no accounts. */
export function SignInDenied() {
  return (
    <Page title="Sign in">
      <EmptyState title="Your role connects no accounts" icon={<Lock />}>
        Ask an owner or admin of the workspace for another role, or to connect the account.
      </EmptyState>
    </Page>
  );
}
