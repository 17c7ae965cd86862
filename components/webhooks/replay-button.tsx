'use client';

import { useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { replayWebhookEventAction } from '@/lib/webhooks/actions';
import { webhookKeys } from '@/lib/webhooks/options';
import type { WebhookEventRow } from '@/lib/webhooks/types';

type ReplayButtonProps = {
  event: Pick<WebhookEventRow, 'id' | 'kind'>;
  /** In a row, where there is no room for the word. */
  isIconOnly?: boolean;
  onReplayed?: () => void;
};

/** Processes a delivery again. Doing so twice changes nothing, so nothing is asked first. */
export function ReplayButton({ event, isIconOnly = false, onReplayed }: ReplayButtonProps) {
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
      {isIconOnly ? (
        <IconButton
          label={`Replay ${event.kind ?? 'delivery'}`}
          icon={<RotateCw />}
          isPending={isPending}
          onClick={() => void replay()}
        />
      ) : (
        <Button icon={<RotateCw />} isPending={isPending} onClick={() => void replay()}>
          Replay
        </Button>
      )}
    </span>
  );
}
