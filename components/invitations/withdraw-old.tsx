'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Input } from '@/components/ui/input';
import { useToast } from '@/components/ui/toast';
import { withdrawOldAction } from '@/lib/invitations/actions';
import type { PaceCard } from '@/lib/invitations/types';

/** Takes back many at once: those of one account that wait for long. */
export function WithdrawOld({ card }: { card: PaceCard }) {
  const client = useQueryClient();
  const toast = useToast();
  const act = useAct();
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState('30');
  const [problem, setProblem] = useState<string | null>(null);
  const days = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  const isRight = days >= 1 && days <= 365;

  async function withdraw() {
    setProblem(null);
    const answer = await act.run(() =>
      withdrawOldAction({ accountId: card.accountId, olderThanDays: days }),
    );
    await client.invalidateQueries({ queryKey: ['invitations'] });
    if (!answer) return;
    const { withdrawn, left, problem: refusal } = answer.data;
    const rest = left > 0 ? ` ${left} are left.` : '';
    if (refusal) return setProblem(`${withdrawn} taken back.${rest} ${refusal}`);
    toast.show({
      title: withdrawn === 0 ? 'None is that old' : `${withdrawn} taken back.${rest}`,
    });
    setIsOpen(false);
  }

  return (
    <Dialog
      title="Withdraw old invitations"
      description={`Of ${card.accountName}, the oldest first, at most 20 at a time. LinkedIn lets nobody invite the same person again for about three weeks.`}
      size="sm"
      trigger={<Button size={28}>Withdraw old ones…</Button>}
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        act.forget();
        setProblem(null);
      }}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            variant="danger"
            isPending={act.isPending}
            disabled={!isRight}
            onClick={() => void withdraw()}
          >
            Withdraw
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {(act.problem || problem) && (
          <InlineNotice tone="bad" live="assertive">
            {act.problem?.message ?? problem}
          </InlineNotice>
        )}
        <Field
          label="Older than, in days"
          error={isRight ? undefined : 'A number of days from 1 to 365.'}
        >
          <Input
            inputMode="numeric"
            className="w-24"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}
