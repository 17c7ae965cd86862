import { SearchX } from 'lucide-react';
import { PageReady } from '@/components/live/page-data';
import { Page } from '@/components/shell/page';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function PersonNotFound() {
  return (
    <Page title="Person">
      <EmptyState
        icon={<SearchX />}
        title="No such person"
        action={<LinkButton href="/people">All people</LinkButton>}
      >
        They do not exist, or only private accounts of somebody else know them.
      </EmptyState>
      <PageReady />
    </Page>
  );
}
