import { PeopleSkeleton } from '@/components/people/people-skeleton';
import { Page } from '@/components/shell/page';

export default function PeopleLoading() {
  return (
    <Page title="People" width="full">
      <PeopleSkeleton />
    </Page>
  );
}
