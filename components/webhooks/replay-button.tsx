'use client';

import { useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useAct } from '@/components/accounts/use-act';
import { Button } from '@/components/ui/button';
import { replayWebhookEventAction } from '@/lib/webhooks/actions';
import { webhookKeys } from '@/lib/webhooks/options';
import type { WebhookEventRow } from '@/lib/webhooks/types';

type ReplayButtonProps = {
  event: Pick<WebhookEventRow, 'id' | 'kind'>;
  onReplayed?: () => void;
};

/** Processes a delivery again. Doing so twice changes nothing, so nothing is asked first. */
export function ReplayButton({ event, onReplayed }: ReplayButtonProps) {
  const queryClient = useQueryClient();
  const { run, isPending, problem } = useAct();
  async function replay() {
    const answer = await run(() => replayWebhookEventAction({ eventId: event.id }));
    if (!answer) return;
    onReplayed?.();
    await queryClient.invalidateQueries({ queryKey: webhookKeys.all });
  }
  return (
    <span className="inline-flex items-center gap-2">
      {problem && (
        <span role="alert" className="text-meta text-bad">
          {problem.message}
        </span>
      )}
      <Button
        size={28}
        variant="ghost"
        icon={<RotateCw />}
        isPending={isPending}
        aria-label={`Replay ${event.kind ?? 'delivery'}`}
        onClick={() => void replay()}
      >
        Replay
      </Button>
    </span>
  );
}
