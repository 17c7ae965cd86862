import { SearchX } from 'lucide-react';
import { PageReady } from '@/components/live/page-data';
import { Page } from '@/components/shell/page';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function ImportNotFound() {
  return (
    <Page title="Import">
      <EmptyState
        icon={<SearchX />}
        title="No such import"
        action={<LinkButton href="/people/imports">Your imports</LinkButton>}
      >
        It does not exist, or it is somebody else’s.
      </EmptyState>
      <PageReady />
    </Page>
  );
}
