import { ContactRound } from 'lucide-react';
import { notFound, redirect } from 'next/navigation';
import { PageReady } from '@/components/live/page-data';
import { Page } from '@/components/shell/page';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { requireCtx } from '@/lib/auth/session';
import { AppError } from '@/lib/core/errors';
import { isId } from '@/lib/core/ids';
import { findPersonOfConversation } from '@/lib/people/person-queries';

/** Leads from a conversation to its person, so that an open conversation need not know who that is. */
export default async function PersonOfConversationPage({
  params,
}: {
  params: Promise<{ conversationId: string }>;
}) {
  const ctx = await requireCtx();
  const { conversationId } = await params;
  const { personId, conversationName } = await findPerson();
  if (personId) redirect(`/people/${personId}`);
  return (
    <Page title="Person">
      <EmptyState
        icon={<ContactRound />}
        title={
          <>
            <bdi>{conversationName}</bdi> is no person yet
          </>
        }
        action={<LinkButton href={`/inbox/${conversationId}`}>Back to the conversation</LinkButton>}
      >
        Who writes for the first time is here within a minute. A group is many people.
      </EmptyState>
      <PageReady />
    </Page>
  );

  async function findPerson() {
    if (!isId(conversationId)) notFound();
    try {
      return await findPersonOfConversation(ctx, { conversationId });
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found') notFound();
      throw error;
    }
  }
}
