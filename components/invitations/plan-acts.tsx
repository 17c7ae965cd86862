'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemText } from '@/components/shell/problem-text';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { shownLater } from '@/components/ui/later';
import { useToast } from '@/components/ui/toast';
import { newId } from '@/lib/core/ids';
import { addPlanAction, cancelPlanAction, movePlanAction } from '@/lib/invitations/actions';
import type { PlanRow } from '@/lib/invitations/types';
import { nameOf } from './invited-person';

const ScheduleDialog = shownLater(() =>
  import('@/components/schedule/schedule-dialog').then((module) => module.ScheduleDialog),
);

/** What can be done to one that waits to leave. */
export function PlanActs({ row }: { row: PlanRow }) {
  const client = useQueryClient();
  const toast = useToast();
  const act = useAct();
  const [isOpen, setIsOpen] = useState<boolean | null>(null);
  const name = nameOf(row);

  async function move(at: string | null) {
    await act.run(() => movePlanAction({ planId: row.id, at }));
    await client.invalidateQueries({ queryKey: ['invitations'] });
  }

  async function takeOut() {
    const answer = await act.run(() => cancelPlanAction({ planId: row.id }));
    await client.invalidateQueries({ queryKey: ['invitations'] });
    if (!answer) return;
    toast.show({
      title: `${name}: taken out of the plan`,
      action: { label: 'Undo', onAction: () => void putBack() },
    });
  }

  /** At the end of the plan: its place was given away. */
  async function putBack() {
    const { accountId, providerUserId, publicIdentifier, name: called, headline } = row;
    const person = { providerUserId, publicIdentifier, name: called, headline };
    const plan = { accountId, clientId: newId(), person, note: row.note ?? '', email: row.email };
    await act.run(() => addPlanAction(plan));
    await client.invalidateQueries({ queryKey: ['invitations'] });
  }

  return (
    <div className="flex flex-wrap items-center gap-1 md:justify-end">
      <Button
        size={28}
        aria-label={`Move the invitation to ${name}`}
        disabled={act.isPending}
        onClick={() => setIsOpen(true)}
      >
        Move…
      </Button>
      {row.planReason === 'moved_by_hand' && (
        <Button
          size={28}
          variant="ghost"
          aria-label={`Let the plan choose the time for ${name}`}
          disabled={act.isPending}
          onClick={() => void move(null)}
        >
          Any time
        </Button>
      )}
      <Button
        size={28}
        variant="ghost"
        aria-label={`Take the invitation to ${name} out of the plan`}
        disabled={act.isPending}
        onClick={() => void takeOut()}
      >
        Take out
      </Button>
      {act.problem && (
        <div role="alert" className="basis-full text-meta text-bad md:text-end">
          <ProblemText problem={act.problem} />
        </div>
      )}
      {isOpen !== null && (
        <ScheduleDialog
          title={`When to invite ${name}`}
          isOpen={isOpen}
          onOpenChange={setIsOpen}
          onChoose={(at) => void move(at)}
        />
      )}
    </div>
  );
}
