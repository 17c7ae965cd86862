'use client';

import type { BubbleActs } from '@/components/inbox/message-group';
import { SendNote } from '@/components/inbox/send-problem';
import { useSendAct } from '@/components/inbox/use-send-act';
import { inboxKeys } from '@/lib/inbox/options';
import type { ThreadSend } from '@/lib/inbox/types';
import { ScheduleActs, ScheduledFor } from './schedule-acts';

type ScheduledSendProps = {
  send: ThreadSend;
  acts: Pick<BubbleActs, 'header' | 'onEdit'>;
};

/** Under a message that waits for its time: when that is, what came meanwhile, and what can be done. */
export function ScheduledSend({ send, acts: { header, onEdit } }: ScheduledSendProps) {
  const act = useSendAct(inboxKeys.thread(header.id));
  if (!send.scheduledFor) return null;
  return (
    <SendNote
      problem={act.problem?.message}
      details={null}
      text={
        <>
          <ScheduledFor at={send.scheduledFor} />
          {send.isAnsweredSince && (
            <span className="block font-medium text-warn">
              <bdi>{header.name}</bdi> wrote since. It leaves all the same.
            </span>
          )}
        </>
      }
    >
      {send.isMine && (
        <ScheduleActs
          sendId={send.id}
          act={act}
          onTakenBack={({ text, ...taken }) => onEdit(text, taken)}
        />
      )}
    </SendNote>
  );
}
