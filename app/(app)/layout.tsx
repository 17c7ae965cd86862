import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { AppFrame } from '@/components/live/app-frame';
import { accountsOptions } from '@/lib/accounts/options';
import { listAccounts } from '@/lib/accounts/queries';
import { can } from '@/lib/auth/permissions';
import { requireCtx } from '@/lib/auth/session';
import { unreadOptions } from '@/lib/inbox/options';
import { tallyUnread } from '@/lib/inbox/view-queries';
import { preferencesOptions } from '@/lib/preferences/options';
import { getPreferences } from '@/lib/preferences/queries';
import { savedViewsOptions } from '@/lib/saved-views/options';
import { listSavedViews } from '@/lib/saved-views/queries';
import { getProfile } from '@/lib/team/queries';

/** Every page below needs a session; each query and action checks for itself all the same. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const ctx = await requireCtx();
  const client = new QueryClient();
  const [profile] = await Promise.all([
    getProfile(ctx),
    client.prefetchQuery({ ...accountsOptions(), queryFn: () => listAccounts(ctx) }),
    client.prefetchQuery({ ...preferencesOptions(), queryFn: () => getPreferences(ctx) }),
    client.prefetchQuery({ ...unreadOptions(), queryFn: () => tallyUnread(ctx) }),
    client.prefetchQuery({ ...savedViewsOptions(), queryFn: () => listSavedViews(ctx) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AppFrame
        userId={ctx.scope.userId}
        workspaceName={profile.workspaceName}
        memberName={profile.name}
        memberEmail={profile.email}
        role={ctx.scope.role}
        hasOverview={can(ctx.scope, 'overview:read')}
      >
        {children}
      </AppFrame>
    </HydrationBoundary>
  );
}
