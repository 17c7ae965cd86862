'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { DayTime } from '@/components/accounts/day-time';
import { ShowAll } from '@/components/accounts/show-all';
import { incidentHref } from '@/components/incidents/incident-words';
import { Badge } from '@/components/ui/badge';
import { counted } from '@/components/ui/counted';
import type {
  GapConversation,
  IncidentAccountCost,
  IncidentDetail,
  UnsentMessage,
} from '@/lib/incidents/types';

const SHOWN = 8;

interface ListProps {
  detail: IncidentDetail;
  /** The account to whose lines the list is narrowed. */
  only: IncidentAccountCost | undefined;
}

/** What came while nobody here could see it, with what still waits for an answer told apart. */
export function GapList({ detail, only }: ListProps) {
  const gap = detail.gap.filter(({ accountId }) => !only || accountId === only.id);
  const open = gap.filter(({ needsAnswer }) => needsAnswer).length;
  return (
    <Section
      id="gap"
      title="What came in the gap"
      noun="conversations"
      listed={gap.length}
      counts={{ detail, only, of: ({ conversations }) => conversations }}
    >
      {gap.length > 0 && (
        <>
          <p className="text-ui text-fg-2">
            {open === 0
              ? 'Everything is answered or put away.'
              : `${counted(open, 'conversation waits', 'conversations wait')} for an answer.`}
          </p>
          <ShowAll items={gap} most={SHOWN} noun="conversations">
            {(shown) => (
              <ul aria-label="What came in the gap" className="mt-1 flex flex-col">
                {shown.map((conversation) => (
                  <GapLine key={conversation.id} conversation={conversation} />
                ))}
              </ul>
            )}
          </ShowAll>
        </>
      )}
    </Section>
  );
}

function GapLine({ conversation }: { conversation: GapConversation }) {
  const { id, title, accountName, messages, firstMessageId, firstAt, needsAnswer } = conversation;
  return (
    <Line
      start={
        <>
          <Link
            href={`/inbox/${id}?at=${firstMessageId}`}
            title={title}
            className="min-w-0 truncate font-medium text-fg hover:underline"
          >
            <bdi>{title}</bdi>
          </Link>
          {needsAnswer && <Badge tone="warn">Needs answer</Badge>}
        </>
      }
      end={
        <>
          <bdi>{accountName}</bdi> · {counted(messages, 'message', 'messages')} · first{' '}
          <DayTime date={firstAt} hasTime />
        </>
      }
    />
  );
}

/** Messages of ours that failed or were not confirmed in that time. */
export function UnsentList({ detail, only }: ListProps) {
  const unsent = detail.unsent.filter(({ accountId }) => !only || accountId === only.id);
  return (
    <Section
      id="unsent"
      title="What did not leave"
      noun="messages"
      listed={unsent.length}
      counts={{ detail, only, of: (account) => account.unsent }}
    >
      {unsent.length > 0 && (
        <ShowAll items={unsent} most={SHOWN} noun="messages">
          {(shown) => (
            <ul aria-label="What did not leave" className="flex flex-col">
              {shown.map((message) => (
                <UnsentLine key={message.id} message={message} />
              ))}
            </ul>
          )}
        </ShowAll>
      )}
    </Section>
  );
}

function UnsentLine({ message }: { message: UnsentMessage }) {
  const { conversationId, accountName, authorName, state, at } = message;
  const words = state === 'failed' ? 'Not sent' : 'Not confirmed';
  return (
    <Line
      start={
        conversationId ? (
          <Link href={`/inbox/${conversationId}`} className="font-medium text-fg hover:underline">
            {words}
          </Link>
        ) : (
          <span className="font-medium text-fg">{words}, a new conversation</span>
        )
      }
      end={
        <>
          <bdi>{authorName}</bdi> from <bdi>{accountName}</bdi> · <DayTime date={at} hasTime />
        </>
      }
    />
  );
}

interface SectionProps {
  id: 'gap' | 'unsent';
  title: string;
  noun: string;
  /** How many stand in the list, and how many each account has of them. */
  listed: number;
  counts: ListProps & { of: (account: IncidentAccountCost) => number };
  children: ReactNode;
}

/** A list of the incident, with what is not in it: what the reader may not read, and what is too old for it. */
function Section({ id, title, noun, listed, counts, children }: SectionProps) {
  const { detail, only, of } = counts;
  const accounts = only ? [only] : detail.accounts;
  const all = accounts.reduce((sum, one) => sum + (one.isReadable ? of(one) : 0), 0);
  const isHidden = accounts.some((one) => !one.isReadable && of(one) > 0);
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-14">
      <h2 id={`${id}-title`} className="mb-1 text-h3">
        {title}
      </h2>
      {only && (
        <p className="text-ui text-fg-2">
          Only of <bdi>{only.name}</bdi>.{' '}
          <Link href={incidentHref(detail.incident.id, { id })} className="underline">
            Show all accounts
          </Link>
        </p>
      )}
      {listed === 0 && (
        <p className="text-ui text-fg-2">{isHidden ? 'Nothing that you may read.' : 'Nothing.'}</p>
      )}
      {children}
      {listed < all && (
        <p className="mt-1 text-meta text-fg-3">
          The newest: {listed} of {all} {noun}.
        </p>
      )}
      {isHidden && (
        <p className="mt-1 text-meta text-fg-3">
          Of private accounts the numbers above count, and nothing is shown here.
        </p>
      )}
    </section>
  );
}

function Line({ start, end }: { start: ReactNode; end: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line py-2 text-ui not-first:border-t">
      <span className="flex min-w-0 items-center gap-2">{start}</span>
      <span className="text-meta text-fg-2 tabular-nums">{end}</span>
    </li>
  );
}
