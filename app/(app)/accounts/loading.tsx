import { AccountsSkeleton } from '@/components/accounts/accounts-skeleton';
import { Page } from '@/components/shell/page';

export default function AccountsLoading() {
  return (
    <Page title="Accounts">
      <AccountsSkeleton />
    </Page>
  );
}
