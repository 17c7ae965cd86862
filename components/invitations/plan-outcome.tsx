'use client';

import { ErrorDetails } from '@/components/shell/error-details';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import type { PlanRow, PlanState } from '@/lib/invitations/types';
import { useInvite } from './invite-context';
import { nameOf } from './invited-person';

const STATE_TEXTS: Readonly<Record<PlanState, string>> = {
  planned: 'Planned',
  sending: 'Sending…',
  sent: 'Sent',
  already_done: 'Not needed',
  failed: 'Not sent',
  unknown: 'Not confirmed',
  cancelled: 'Taken out',
};

/** Accepted is said as of when it was found; that one was declined nobody ever tells. */
export function PlanOutcome({ row }: { row: PlanRow }) {
  const { problem, state } = row;
  return (
    <div className="flex flex-col items-start gap-1 py-1">
      <p className={state === 'failed' || state === 'unknown' ? 'text-bad' : 'text-fg'}>
        {row.acceptedAt ? (
          <>
            Accepted, as of <RelativeTime date={row.acceptedAt} />
          </>
        ) : (
          <>
            {STATE_TEXTS[state]}
            {row.leftAt && (
              <>
                {' '}
                <RelativeTime date={row.leftAt} />
              </>
            )}
            {state === 'sent' && <span className="text-fg-2"> · no answer known</span>}
          </>
        )}
      </p>
      {problem && !row.acceptedAt && <p className="text-meta text-fg-2">{problem.text}</p>}
      {problem?.requestId && !row.acceptedAt && <ErrorDetails reference={problem.requestId} />}
      {state === 'failed' && row.canChange && <PlanAgain row={row} />}
    </div>
  );
}

function PlanAgain({ row }: { row: PlanRow }) {
  const { open } = useInvite();
  const isEmailAsked = row.problem?.step === 'give_email';
  const { accountId, providerUserId, publicIdentifier, name, headline, note } = row;
  return (
    <Button
      size={28}
      aria-label={`${isEmailAsked ? 'Add the address of' : 'Plan again for'} ${nameOf(row)}`}
      onClick={() =>
        open({
          accountId,
          person: { providerUserId, publicIdentifier, name, headline },
          note: note ?? '',
          isEmailAsked,
        })
      }
    >
      {isEmailAsked ? 'Add their address…' : 'Plan again…'}
    </Button>
  );
}
