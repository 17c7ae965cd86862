'use client';

import Link from 'next/link';
import { Fragment, useState } from 'react';
import { DayTime } from '@/components/accounts/day-time';
import type { AccountActs } from '@/components/accounts/use-account-acts';
import { inboxHref } from '@/components/inbox/filter-params';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button, LinkButton } from '@/components/ui/button';
import { CardSection } from '@/components/ui/card';
import { counted } from '@/components/ui/counted';
import { InlineNotice } from '@/components/ui/inline-notice';
import { accountLabel } from '@/lib/accounts/rules';
import type {
  AccountDetail,
  AccountTwin,
  FormerAccount,
  RetirePreview,
} from '@/lib/accounts/types';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { EVERYTHING } from '@/lib/inbox/view-rules';

type NoticeProps = { detail: AccountDetail; acts: AccountActs };

/** The same person is connected twice: why that is bad, and the way out. */
export function TwinNotice({ detail, acts }: NoticeProps) {
  const { account, twins, mergedInto, retirePreview } = detail;
  if (account.status === 'removed') {
    if (!mergedInto) return null;
    return (
      <InlineNotice tone="info" live="off" title="Retired for another connection">
        <Link href={`/accounts/${mergedInto.id}`} className="font-medium underline">
          <bdi>{mergedInto.name}</bdi>
        </Link>{' '}
        goes on for it. What is here stays readable.
      </InlineNotice>
    );
  }
  const [twin] = twins;
  if (!twin) return null;
  const provider = PROVIDER_NAMES[account.provider];
  return (
    <InlineNotice
      tone="warn"
      live="off"
      title={`This ${provider} account is connected ${twins.length === 1 ? 'twice' : `${twins.length + 1} times`}`}
      action={
        twin.seen && (
          <div className="flex flex-wrap gap-2">
            <LinkButton href={`/accounts/${twin.seen.id}`}>Open the other</LinkButton>
            {twin.canRetire && retirePreview && (
              <RetireButton
                detail={detail}
                acts={acts}
                keep={{ ...twin.seen, createdAt: twin.createdAt }}
                preview={retirePreview}
              />
            )}
          </div>
        )
      }
    >
      The same sign-in at {provider} is also <TwinName twin={twin} />. Each message comes in twice
      and each connection is billed. Keep one.
    </InlineNotice>
  );
}

function TwinName({ twin: { seen, createdAt } }: { twin: AccountTwin }) {
  if (!seen) {
    return (
      <>
        connected by somebody else here since <DayTime date={createdAt} />; an admin can see which
      </>
    );
  }
  return (
    <>
      <bdi className="font-medium">{seen.name}</bdi>, connected since <DayTime date={createdAt} />
      {seen.ownerName && (
        <>
          , owner <bdi>{seen.ownerName}</bdi>
        </>
      )}
      {seen.connectionName && (
        <>
          , through <bdi>{seen.connectionName}</bdi>
        </>
      )}
    </>
  );
}

interface RetireProps extends NoticeProps {
  keep: NonNullable<AccountTwin['seen']> & { createdAt: string };
  preview: RetirePreview;
}

function RetireButton({ detail: { account }, acts, keep, preview }: RetireProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { isPending, problem } = acts.act;
  function close() {
    acts.act.forget();
    setIsOpen(false);
  }
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Retire this one</Button>
      <AlertDialog
        title={`Retire ${accountLabel(account)}?`}
        description={
          <>
            The connection <bdi>{keep.name}</bdi>, made on <DayTime date={keep.createdAt} />, goes
            on. This one ends.
          </>
        }
        confirmLabel="Retire"
        isOpen={isOpen}
        onOpenChange={(open) => !open && close()}
        isPending={isPending}
        error={problem?.message}
        onConfirm={async () => {
          if (await acts.retireFor(keep.id)) close();
        }}
      >
        <RetireTerms preview={preview} />
      </AlertDialog>
    </>
  );
}

function RetireTerms({ preview }: { preview: RetirePreview }) {
  const { conversationCount, doubledCount, hasSameReaders, waitingSends, waitingInvitations } =
    preview;
  const waiting = [
    waitingSends > 0 && counted(waitingSends, 'message that waits', 'messages that wait'),
    waitingInvitations > 0 &&
      counted(waitingInvitations, 'planned invitation', 'planned invitations'),
  ].filter(Boolean);
  return (
    <ul className="flex list-disc flex-col gap-1 ps-5 text-body text-fg-2">
      <li>
        At the API it is removed, so that it is not billed any more. At the provider nothing is
        deleted.
      </li>
      <li>
        Stays here: {counted(conversationCount, 'conversation', 'conversations')} with all messages,
        readable as before and named at the other connection.
      </li>
      {doubledCount > 0 && (
        <li>
          Goes to Done: {counted(doubledCount, 'conversation', 'conversations')} that the other has
          too, so that nobody answers twice.
        </li>
      )}
      {hasSameReaders ? (
        <li>
          Goes on at the other: notes, labels, assignees and stars of conversations that it has too,
          or reads later.
        </li>
      ) : (
        <li>Notes and labels stay here, because the other is read by different people.</li>
      )}
      {waiting.length > 0 && <li>Does not leave: {waiting.join(' and ')} of this connection.</li>}
      <li>Signed in anew, it would be a connection of its own again.</li>
    </ul>
  );
}

/** Connections that were retired for this one, and their conversations. */
export function FormerConnections({ detail: { former } }: { detail: AccountDetail }) {
  if (former.length === 0) return null;
  return (
    <CardSection
      title="Earlier connections"
      description="Retired for this one. Their conversations stay readable."
    >
      <ul aria-label="Earlier connections" className="flex flex-col">
        {former.map(({ id, name, removedAt, counts }) => (
          <li
            key={id}
            className="flex flex-wrap justify-between gap-x-4 gap-y-1 border-line py-2 text-ui not-first:border-t"
          >
            <Link
              href={`/accounts/${id}`}
              title={name}
              className="min-w-0 truncate font-medium text-fg hover:underline"
            >
              <bdi>{name}</bdi>
            </Link>
            <span className="text-meta text-fg-2 tabular-nums">
              {removedAt && (
                <>
                  until <DayTime date={removedAt} /> ·{' '}
                </>
              )}
              <Conversations accountId={id} counts={counts} />
            </span>
          </li>
        ))}
      </ul>
    </CardSection>
  );
}

/** "2 in the inbox · 5 done": each opens its list; none at all is said too. */
function Conversations({
  accountId,
  counts,
}: {
  accountId: string;
  counts: FormerAccount['counts'];
}) {
  const places = [
    { count: counts.inbox, view: 'all', words: 'in the inbox' },
    { count: counts.snoozed, view: 'snoozed', words: 'snoozed' },
    { count: counts.done, view: 'done', words: 'done' },
  ] as const;
  const held = places.filter(({ count }) => count > 0);
  if (held.length === 0) return 'no conversations';
  return held.map(({ count, view, words }, index) => (
    <Fragment key={view}>
      {index > 0 && ' · '}
      <Link href={inboxHref({ ...EVERYTHING, view, accountId })} className="underline">
        {count.toLocaleString('en')} {words}
      </Link>
    </Fragment>
  ));
}
