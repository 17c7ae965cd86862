import { Lock } from 'lucide-react';
import { Page } from '@/components/shell/page';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** For members and viewers: the page exists, and who may see it. */
export function OverviewNotAllowed() {
  return (
    <Page title="Overview">
      <EmptyState
        icon={<Lock />}
        title="The overview is for leads and admins"
        action={<LinkButton href="/accounts">Your accounts</LinkButton>}
      >
        It shows the accounts of everybody in the workspace. If you look after them, ask an admin to
        change your role.
      </EmptyState>
    </Page>
  );
}
