import { InvitationsSkeleton } from '@/components/invitations/invitations-skeleton';
import { Page } from '@/components/shell/page';

export default function InvitationsLoading() {
  return (
    <Page title="Invitations" width="full">
      <InvitationsSkeleton />
    </Page>
  );
}
