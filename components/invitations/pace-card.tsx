'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorDetails } from '@/components/shell/error-details';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { InlineNotice } from '@/components/ui/inline-notice';
import { shownLater } from '@/components/ui/later';
import { Meter } from '@/components/ui/meter';
import { RelativeTime } from '@/components/ui/relative-time';
import { pausePlansAction } from '@/lib/invitations/actions';
import type { LimitUse, PaceCard } from '@/lib/invitations/types';
import { hoursText } from './hours-text';

const PaceDialog = shownLater(() => import('./pace-dialog').then((module) => module.PaceDialog));
const LimitsDialog = shownLater(() =>
  import('./limits-dialog').then((module) => module.LimitsDialog),
);

const LIMIT_NAMES = {
  day: 'Invitations in 24 hours',
  week: 'Invitations in 7 days',
  notes: 'Notes this month',
} as const;

type PaceCardProps = { card: PaceCard; canSetLimits: boolean };

/** How far the limits of an account are used, when it may send, and what keeps it from sending. */
export function PaceCardView({ card, canSetLimits }: PaceCardProps) {
  const client = useQueryClient();
  const act = useAct();
  const [isPaceOpen, setIsPaceOpen] = useState<boolean | null>(null);
  const [isLimitsOpen, setIsLimitsOpen] = useState<boolean | null>(null);
  const { accountId, accountName, canChange, isPaused } = card;

  async function pause(next: boolean) {
    await act.run(() => pausePlansAction({ accountId, isPaused: next }));
    await client.invalidateQueries({ queryKey: ['invitations'] });
  }

  return (
    <Card className="flex h-full min-w-0 flex-col gap-4 p-4 wrap-anywhere">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <h2 className="truncate text-h3">
            <bdi>{accountName}</bdi> · LinkedIn
          </h2>
          <p className="text-meta text-fg-3">{hoursText(card.hours)}</p>
        </div>
        {canChange && (
          <div className="flex flex-wrap gap-1">
            <Button
              size={28}
              variant="ghost"
              aria-label={`Working hours of ${accountName}`}
              onClick={() => setIsPaceOpen(true)}
            >
              Hours…
            </Button>
            <Button
              size={28}
              isPending={act.isPending}
              aria-label={`${isPaused ? 'Resume' : 'Pause'} invitations of ${accountName}`}
              onClick={() => void pause(!isPaused)}
            >
              {isPaused ? 'Resume' : 'Pause'}
            </Button>
          </div>
        )}
      </div>
      {act.problem && <InlineNotice tone="bad">{act.problem.message}</InlineNotice>}
      <Hold card={card} onResume={() => void pause(false)} />
      {card.uses.map((use) => (
        <Meter
          key={use.limit}
          label={LIMIT_NAMES[use.limit]}
          value={use.sent}
          planned={use.planned}
          max={use.cap.max}
          text={textOf(use)}
          note={(use.cap.cutBy || use.freeFromMs !== null) && <NoteOf use={use} />}
        />
      ))}
      <p className="mt-auto flex flex-wrap items-center gap-x-2 text-meta text-fg-3">
        <span>
          Limits of a {card.tier === 'paid' ? 'paying' : 'free'} account, as of{' '}
          <RelativeTime date={`${card.limits.asOf}T12:00:00Z`} />
        </span>
        {card.signal && (
          <span>
            · LinkedIn signalled {card.signal.percent} %{' '}
            <RelativeTime date={card.signal.at} format="age" /> ago
          </span>
        )}
        {canSetLimits && (
          <Button size={28} variant="ghost" onClick={() => setIsLimitsOpen(true)}>
            Change limits…
          </Button>
        )}
      </p>
      {isPaceOpen !== null && (
        <PaceDialog card={card} isOpen={isPaceOpen} onOpenChange={setIsPaceOpen} />
      )}
      {isLimitsOpen !== null && (
        <LimitsDialog
          tier={card.tier}
          limits={card.limits}
          isOpen={isLimitsOpen}
          onOpenChange={setIsLimitsOpen}
        />
      )}
    </Card>
  );
}

/** Why nothing leaves now, and when it goes on. */
function Hold({ card, onResume }: { card: PaceCard; onResume: () => void }) {
  const { stop } = card;
  if (card.isPaused) return <InlineNotice tone="neutral">Paused by a person.</InlineNotice>;
  if (stop) {
    return (
      <InlineNotice
        tone="warn"
        action={
          card.canChange && (
            <Button size={28} onClick={onResume}>
              Resume now
            </Button>
          )
        }
      >
        <p>
          {stop.problem?.text}{' '}
          {stop.until ? (
            <>
              Not before <RelativeTime date={stop.until} format="absolute" />.
            </>
          ) : (
            stop.reason === 'account_not_ok' && 'Not before the account works.'
          )}
        </p>
        {stop.problem?.requestId && <ErrorDetails reference={stop.problem.requestId} />}
      </InlineNotice>
    );
  }
  if (card.isAccountOk) return null;
  return (
    <InlineNotice tone="warn">
      This account does not send now. What is planned waits and goes on by itself.
    </InlineNotice>
  );
}

/** What nobody has confirmed counts, and is not called sent. */
function textOf({ sent, byHand, unconfirmed, planned, cap }: LimitUse): string {
  const hand = byHand > 0 ? ` (${byHand} by hand)` : '';
  const unsure = unconfirmed > 0 ? ` · ${unconfirmed} not confirmed` : '';
  return `${sent - unconfirmed} sent${hand}${unsure} · ${planned} planned · limit ${cap.max}`;
}

function NoteOf({ use: { cap, freeFromMs } }: { use: LimitUse }) {
  const why =
    cap.cutBy === 'warm_up'
      ? 'Less than the limit, because the account is new here.'
      : cap.cutBy === 'provider_signal'
        ? 'Less than the limit, because LinkedIn signalled.'
        : null;
  return (
    <>
      {why}
      {freeFromMs !== null && (
        <>
          {why && ' '}Room again <RelativeTime date={freeFromMs} format="absolute" />.
        </>
      )}
    </>
  );
}
