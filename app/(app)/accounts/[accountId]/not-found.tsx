import { PageReady } from '@/components/live/page-data';
import { NoSuchPage } from '@/components/shell/no-such-page';

export default function AccountNotFound() {
  return (
    <>
      <NoSuchPage kind="Account" href="/accounts" linkLabel="All accounts">
        It does not exist, or it is private to somebody else.
      </NoSuchPage>
      <PageReady />
    </>
  );
}
