import { SearchX } from 'lucide-react';
import { PageReady } from '@/components/live/page-data';
import { Page } from '@/components/shell/page';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function AccountNotFound() {
  return (
    <Page title="Account">
      <EmptyState
        icon={<SearchX />}
        title="No such account"
        action={<LinkButton href="/accounts">All accounts</LinkButton>}
      >
        It does not exist, or it is private to somebody else.
      </EmptyState>
      <PageReady />
    </Page>
  );
}
