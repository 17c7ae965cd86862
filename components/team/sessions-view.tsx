'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Monitor, Smartphone } from 'lucide-react';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { useAct } from '@/components/shell/use-act';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { Row, RowList } from '@/components/ui/row';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useToast } from '@/components/ui/toast';
import { revokeOtherSessionsAction, revokeSessionAction } from '@/lib/team/actions';
import { sessionsOptions, teamKeys } from '@/lib/team/options';
import { deviceName, methodName } from '@/lib/team/rules';
import type { SessionItem } from '@/lib/team/types';

/** Browsers in which one is signed in; each can be signed out from here. */
export function SessionsView() {
  const query = useQuery(sessionsOptions());
  const others = query.data?.filter(({ isCurrent }) => !isCurrent) ?? [];
  return (
    <Page
      title="Sessions"
      width="form"
      description="Browsers in which you are signed in. One that you do not use for 14 days, or that is 30 days old, ends by itself."
      actions={others.length > 0 && <EndOthers count={others.length} />}
    >
      {query.isError && (
        <LoadError
          query={query}
          title="Your sessions could not be loaded"
          isOldShown={query.data !== undefined}
        />
      )}
      {query.isPending && <SkeletonRows count={2} label="Loading sessions" height={72} />}
      {query.data && (
        <RowList label="Sessions">
          {query.data.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </RowList>
      )}
    </Page>
  );
}

function SessionRow({ session }: { session: SessionItem }) {
  const act = useAct();
  const client = useQueryClient();
  const device = deviceName(session.userAgent);
  const isPhone = /iOS|Android/.test(device);
  const end = async () => {
    await act.run(() => revokeSessionAction({ sessionId: session.id }));
    await client.invalidateQueries({ queryKey: teamKeys.sessions });
  };
  return (
    <Row
      leading={
        <span className="text-fg-3" aria-hidden="true">
          {isPhone ? <Smartphone /> : <Monitor />}
        </span>
      }
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          {device}
          {session.isCurrent && <Badge tone="ok">This browser</Badge>}
        </span>
      }
      subtitle={
        act.problem ? (
          <span role="alert" className="text-bad">
            {act.problem.message}
          </span>
        ) : (
          <>
            Signed in <RelativeTime date={session.createdAt} isFocusable /> ·{' '}
            {methodName(session.method)}
            {session.ip && ` · ${session.ip}`}
          </>
        )
      }
      meta={
        !session.isCurrent && (
          <span className="text-meta text-fg-3">
            Used <RelativeTime date={session.lastSeenAt} format="age" isFocusable /> ago
          </span>
        )
      }
      trailing={
        !session.isCurrent && (
          <Button
            size={28}
            onClick={end}
            isPending={act.isPending}
            aria-label={`End session: ${device}`}
          >
            End
          </Button>
        )
      }
    />
  );
}

function EndOthers({ count }: { count: number }) {
  const act = useAct();
  const client = useQueryClient();
  const toast = useToast();
  const end = async () => {
    const done = await act.run(() => revokeOtherSessionsAction({}));
    if (done) toast.show({ title: `${done.data.count} ended`, tone: 'ok' });
    await client.invalidateQueries({ queryKey: teamKeys.sessions });
  };
  return (
    <>
      {act.problem && <InlineNotice tone="bad">{act.problem.message}</InlineNotice>}
      <Button onClick={end} isPending={act.isPending}>
        {count === 1 ? 'End the other session' : `End ${count} other sessions`}
      </Button>
    </>
  );
}
