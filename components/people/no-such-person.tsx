import { NoSuchPage } from '@/components/shell/no-such-page';

export function NoSuchPerson() {
  return (
    <NoSuchPage kind="Person" href="/people" linkLabel="All people">
      They do not exist, were erased, or only private accounts of somebody else know them.
    </NoSuchPage>
  );
}
