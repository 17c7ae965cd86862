'use client';

import { Mail } from 'lucide-react';
import type { Reminders } from '@/components/overview/use-reminders';
import { Button } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';

/** What can be done with the selected rows; stays in view while they are scrolled. */
export function BulkBar({
  ids,
  reminders,
  onClear,
}: {
  ids: readonly string[];
  reminders: Reminders;
  onClear: () => void;
}) {
  const { act, send } = reminders;
  return (
    <>
      {ids.length > 0 && (
        <div className="flex min-h-11 flex-wrap items-center gap-2 rounded-card bg-accent-soft px-3 py-1.5">
          <span role="status" className="me-auto text-ui font-medium text-fg tabular-nums">
            {ids.length} selected
          </span>
          <Button icon={<Mail />} isPending={act.isPending} onClick={() => void send(ids)}>
            Send reconnect e-mail
          </Button>
          <Button variant="ghost" onClick={onClear}>
            Clear selection
          </Button>
        </div>
      )}
      {act.problem && (
        <InlineNotice tone="bad" title="No e-mail was sent" onDismiss={act.forget}>
          {act.problem.message}
        </InlineNotice>
      )}
    </>
  );
}
