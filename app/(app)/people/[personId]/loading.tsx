import { PersonSkeleton } from '@/components/people/person-skeleton';
import { Page } from '@/components/shell/page';

export default function PersonLoading() {
  return (
    <Page title="Person">
      <PersonSkeleton />
    </Page>
  );
}
