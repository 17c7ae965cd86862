'use client';

import { StatusIcon } from '@/components/accounts/status-icon';
import { StatusLine } from '@/components/accounts/status-line';
import { useNow } from '@/components/accounts/use-now';
import { RelativeTime } from '@/components/ui/relative-time';
import { StatusPill } from '@/components/ui/status-pill';
import { shownStatus } from '@/lib/accounts/rules';
import type { AccountEvidence, LinePart, ShownStatus } from '@/lib/accounts/types';

/** The status at this minute: it turns into "Not verified" by itself when its evidence grows old. */
export function useShownStatus(account: AccountEvidence, freshMs: number): ShownStatus {
  return shownStatus(account, useNow().nowMs, freshMs);
}

/** Icon, word and since when. */
export function AccountStatusPill({
  status,
  isSinceHidden = false,
}: {
  status: ShownStatus;
  isSinceHidden?: boolean;
}) {
  const since = isSinceHidden ? null : status.since;
  return (
    <StatusPill
      tone={status.tone}
      label={status.label}
      icon={<StatusIcon name={status.icon} />}
      since={
        since && (
          <>
            since <RelativeTime date={since} />
          </>
        )
      }
    />
  );
}

/**
 * The pill with its line below. The line often says since when, so it is never said twice; where the
 * last message has a place of its own, the line of a connected account would only repeat it.
 */
export function AccountStatus({
  status,
  hasLastMessage = false,
}: {
  status: ShownStatus;
  hasLastMessage?: boolean;
}) {
  const isSaid = status.since !== null && namesTime(status.line, status.since);
  const isRepeated = hasLastMessage && status.code === 'connected';
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <AccountStatusPill status={status} isSinceHidden={isSaid} />
      {!isRepeated && <StatusLine line={status.line} className="text-meta text-fg-2" />}
    </div>
  );
}

function namesTime(line: readonly LinePart[], at: string): boolean {
  return line.some((part) => typeof part !== 'string' && part.at === at);
}
