import { PageReady } from '@/components/live/page-data';
import { NoSuchPerson } from '@/components/people/no-such-person';

export default function PersonNotFound() {
  return (
    <>
      <NoSuchPerson />
      <PageReady />
    </>
  );
}
