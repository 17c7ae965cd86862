import { AccountSkeleton } from '@/components/accounts/account-skeleton';
import { Page } from '@/components/shell/page';

export default function AccountLoading() {
  return (
    <Page title="Account">
      <AccountSkeleton />
    </Page>
  );
}
