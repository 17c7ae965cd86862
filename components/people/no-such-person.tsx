import { SearchX } from 'lucide-react';
import { Page } from '@/components/shell/page';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** In the place of a person who is not there, or not for this reader. */
export function NoSuchPerson() {
  return (
    <Page title="Person">
      <EmptyState
        icon={<SearchX />}
        title="No such person"
        action={<LinkButton href="/people">All people</LinkButton>}
      >
        They do not exist, were erased, or only private accounts of somebody else know them.
      </EmptyState>
    </Page>
  );
}
