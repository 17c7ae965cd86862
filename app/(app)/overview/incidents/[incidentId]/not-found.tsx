import { SearchX } from 'lucide-react';
import { PageReady } from '@/components/live/page-data';
import { Page } from '@/components/shell/page';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function IncidentNotFound() {
  return (
    <Page title="Incident">
      <EmptyState
        icon={<SearchX />}
        title="No such incident"
        action={<LinkButton href="/accounts">All accounts</LinkButton>}
      >
        It is more than 90 days ago, or it is about an account that you do not see.
      </EmptyState>
      <PageReady />
    </Page>
  );
}
