import { PageReady } from '@/components/live/page-data';
import { NoSuchPage } from '@/components/shell/no-such-page';

export default function ImportNotFound() {
  return (
    <>
      <NoSuchPage kind="Import" href="/people/imports" linkLabel="Your imports">
        It does not exist, or it is somebody else’s.
      </NoSuchPage>
      <PageReady />
    </>
  );
}
