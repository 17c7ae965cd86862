import { QueryClient } from '@tanstack/react-query';
import { createLoader, type SearchParams } from 'nuqs/server';
import { filterParams, toFilter } from '@/components/inbox/filter-params';
import { requireCtx } from '@/lib/auth/session';
import { conversationsOptions, inboxAccountsOptions, listQuery } from '@/lib/inbox/options';
import { listConversations, listInboxAccounts } from '@/lib/inbox/queries';
import { listConversationsInput } from '@/lib/inbox/schema';
import { labelsOptions } from '@/lib/labels/options';
import { listLabels } from '@/lib/labels/queries';
import { getProfile } from '@/lib/team/queries';

const loadFilter = createLoader(filterParams);

/** What both pages of the inbox need: the list as the address narrows it, and its accounts. */
export async function loadInbox(searchParams: Promise<SearchParams>) {
  const ctx = await requireCtx();
  const filter = toFilter(await loadFilter(searchParams));
  const queryClient = new QueryClient();
  const [profile] = await Promise.all([
    getProfile(ctx),
    queryClient.prefetchInfiniteQuery({
      ...conversationsOptions(filter),
      queryFn: ({ pageParam }) =>
        listConversations(
          ctx,
          listConversationsInput.parse({ ...listQuery(filter), cursor: pageParam }),
        ),
    }),
    queryClient.prefetchQuery({
      ...inboxAccountsOptions(),
      queryFn: () => listInboxAccounts(ctx),
    }),
    queryClient.prefetchQuery({ ...labelsOptions(), queryFn: () => listLabels(ctx) }),
  ]);
  return { ctx, queryClient, facts: { memberId: ctx.scope.memberId, memberName: profile.name } };
}
