'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ProblemText } from '@/components/shell/problem-text';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { formatAbsoluteTime } from '@/components/ui/format-time';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Textarea } from '@/components/ui/textarea';
import { useToast } from '@/components/ui/toast';
import { newId } from '@/lib/core/ids';
import { acceptAndGreetAction } from '@/lib/invitations/actions';
import type { InvitationRow } from '@/lib/invitations/types';
import { nameOf } from './invited-person';

type GreetDialogProps = { item: InvitationRow; onClose: () => void };

/** Accepts, and lets a greeting leave some minutes later. */
export function GreetDialog({ item, onClose }: GreetDialogProps) {
  const client = useQueryClient();
  const toast = useToast();
  const clock = useClock();
  const act = useAct();
  const [text, setText] = useState('');
  const clientId = useRef(newId());
  const name = nameOf(item);
  const canGreet = text.trim() !== '' && !act.isPending;

  async function greet() {
    if (!canGreet) return;
    const answer = await act.run(() =>
      acceptAndGreetAction({ invitationId: item.id, clientId: clientId.current, text }),
    );
    if (answer) {
      const at = new Date(answer.data.greetsAt);
      const when = clock ? formatAbsoluteTime(at, clock.timeZone, clock.locale) : 'soon';
      toast.show({ title: `${name}: accepted. Your greeting leaves ${when}` });
      onClose();
    }
    await client.invalidateQueries({ queryKey: ['invitations'] });
  }

  return (
    <Dialog
      title={`Accept ${name} and say hello`}
      description={`From ${item.accountName}. The greeting leaves some minutes after; until then it can be changed or taken back in its conversation.`}
      size="sm"
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            variant="primary"
            isPending={act.isPending}
            disabled={!canGreet}
            onClick={() => void greet()}
          >
            Accept and greet
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {act.problem && (
          <InlineNotice tone="bad" live="assertive">
            <ProblemText problem={act.problem} />
          </InlineNotice>
        )}
        <Field label="Greeting">
          <Textarea
            rows={4}
            dir="auto"
            className="max-h-60"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void greet();
            }}
          />
        </Field>
      </div>
    </Dialog>
  );
}
