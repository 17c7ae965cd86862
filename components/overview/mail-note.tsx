import { RelativeTime } from '@/components/ui/relative-time';
import type { OverviewRow } from '@/lib/overview/types';
import type { RemindOutcome } from '@/lib/reminders/types';

const OUTCOMES: Readonly<Record<RemindOutcome, string>> = {
  queued: 'E-mail on its way',
  not_needed: 'Not signed out, so no e-mail was sent',
  no_owner: 'Nobody owns it: assign it first',
  recent: 'An e-mail went out within the last hour, so none was sent',
  not_found: 'No longer there',
};

const STATES = {
  waiting: 'E-mail waiting since',
  sent: 'E-mail sent',
  failed: 'E-mail failed',
  unknown: 'E-mail sent or not, we do not know:',
} as const;

/** What came of the last press for this account, else the last reconnect e-mail of its loss. */
export function MailNote({
  row,
  outcome,
}: {
  row: OverviewRow;
  outcome: RemindOutcome | undefined;
}) {
  const { lastMail } = row;
  const isSettled = outcome === 'queued' && lastMail !== null && lastMail.state !== 'waiting';
  if (outcome && !isSettled) {
    return <span>{OUTCOMES[outcome]}</span>;
  }
  if (!lastMail) return null;
  return (
    <span className={lastMail.state === 'failed' ? 'text-bad' : undefined}>
      {STATES[lastMail.state]} <RelativeTime date={lastMail.at} />
    </span>
  );
}
