'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useInboxFacts } from '@/components/inbox/inbox-context';
import { SendAgain } from '@/components/inbox/send-again';
import { UndoButton } from '@/components/inbox/undo-button';
import { useSendAct } from '@/components/inbox/use-send-act';
import { ScheduleActs, ScheduledFor } from '@/components/schedule/schedule-acts';
import { ErrorDetails } from '@/components/shell/error-details';
import { Button } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import {
  checkSendAction,
  discardSendAction,
  retrySendAction,
  undoSendAction,
} from '@/lib/inbox/actions';
import { inboxKeys } from '@/lib/inbox/options';
import { startName } from '@/lib/inbox/rules';
import type { OpenStart } from '@/lib/inbox/start-types';
import { uploadKeys } from '@/lib/uploads/options';
import { useCompose } from './compose-context';
import { returnToDraft } from './new-message-draft';

/** One message that has no place in the list yet: where it is, and what can be done about it. */
export function StartNotice({ start }: { start: OpenStart }) {
  const queryClient = useQueryClient();
  const { memberId } = useInboxFacts();
  const { open } = useCompose();
  const act = useSendAct(inboxKeys.starts);
  const { sendId, state } = start;
  const person = startName(start);

  const scheduledFor = state === 'held' ? start.scheduledFor : null;

  function onTakenBack() {
    returnToDraft(memberId, start);
    void queryClient.invalidateQueries({ queryKey: uploadKeys.waiting(null) });
    open();
  }
  const takeBack = (call: typeof undoSendAction | typeof discardSendAction) =>
    act.run(() => call({ sendId }), onTakenBack);

  return (
    <InlineNotice
      shape="banner"
      className="shrink-0"
      live="polite"
      tone={state === 'failed' ? 'bad' : state === 'unknown' ? 'warn' : 'info'}
      title={
        <>
          New message to <bdi>{person}</bdi>
        </>
      }
      action={
        <>
          {scheduledFor && <ScheduleActs sendId={sendId} act={act} onTakenBack={onTakenBack} />}
          {state === 'held' && !scheduledFor && (
            <UndoButton
              send={{ id: sendId, clientId: start.clientId, heldUntil: start.heldUntil }}
              onUndo={() => takeBack(undoSendAction)}
            />
          )}
          {state === 'failed' && (
            <>
              <Button
                size={28}
                isPending={act.isPending}
                onClick={() => act.run(() => retrySendAction({ sendId }))}
              >
                Try again
              </Button>
              <Button
                size={28}
                variant="ghost"
                disabled={act.isPending}
                onClick={() => takeBack(discardSendAction)}
              >
                Edit
              </Button>
            </>
          )}
          {state === 'unknown' && (
            <>
              <Button
                size={28}
                isPending={act.isPending}
                onClick={() => act.run(() => checkSendAction({ sendId }))}
              >
                Check now
              </Button>
              <SendAgain
                person={person}
                more="It is put into a new message first."
                confirmLabel="Put into a new message"
                onConfirm={() => {
                  returnToDraft(memberId, start);
                  open();
                }}
              />
            </>
          )}
        </>
      }
    >
      {scheduledFor && <ScheduledFor at={scheduledFor} />}
      {!scheduledFor && (start.problem?.text ?? STATE_TEXTS[state])}
      {start.problem && start.errorRequestId && <ErrorDetails reference={start.errorRequestId} />}
      {start.files.length > 0 && (
        <p className="truncate">
          <bdi>{start.files.map(({ name }) => name).join(', ')}</bdi>
        </p>
      )}
      {act.problem && (
        <p role="alert" className="text-bad">
          {act.problem.message}
        </p>
      )}
    </InlineNotice>
  );
}

const STATE_TEXTS: Readonly<Record<OpenStart['state'], string | null>> = {
  held: 'Sending',
  sending: 'Sending',
  sent: 'Sent. Its conversation will be here in a moment.',
  failed: null,
  unknown: null,
  cancelled: null,
};
