'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Input } from '@/components/ui/input';
import { changeLimitsAction } from '@/lib/invitations/actions';
import type { InvitationLimits, LinkedinTier } from '@/lib/invitations/types';

type LimitsDialogProps = {
  tier: LinkedinTier;
  limits: InvitationLimits;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

/** What accounts of a tier may send: advice with a date, since LinkedIn publishes no figures. */
export function LimitsDialog({ tier, limits, isOpen, onOpenChange }: LimitsDialogProps) {
  const client = useQueryClient();
  const act = useAct();
  const [day, setDay] = useState(maxOf(limits, 'day'));
  const [week, setWeek] = useState(maxOf(limits, 'week'));
  const [notes, setNotes] = useState(limits.notesPerMonth?.toString() ?? '');
  const [characters, setCharacters] = useState(limits.noteCharacters.toString());
  const numbers = {
    day: numberOf(day, 1_000),
    week: numberOf(week, 1_000),
    notesPerMonth: notes.trim() === '' ? null : numberOf(notes, 1_000),
    noteCharacters: numberOf(characters, 300),
  };
  const isNotesRight = notes.trim() === '' || numbers.notesPerMonth !== null;

  async function save() {
    const { day: perDay, week: perWeek, noteCharacters, notesPerMonth } = numbers;
    if (perDay === null || perWeek === null || noteCharacters === null || !isNotesRight) return;
    const answer = await act.run(() =>
      changeLimitsAction({ tier, day: perDay, week: perWeek, notesPerMonth, noteCharacters }),
    );
    await client.invalidateQueries({ queryKey: ['invitations'] });
    if (answer) onOpenChange(false);
  }

  const field = (
    label: string,
    value: string,
    set: (next: string) => void,
    most: number,
    more: { help?: string; isOptional?: boolean } = {},
  ) => {
    const isEmpty = value.trim() === '';
    const isWrong = isEmpty ? !more.isOptional : numberOf(value, most) === null;
    return (
      <Field
        label={label}
        isOptional={more.isOptional ?? false}
        help={more.help}
        error={isWrong ? `A number from 0 to ${most}.` : undefined}
      >
        <Input
          inputMode="numeric"
          className="w-24"
          value={value}
          onChange={(event) => set(event.target.value)}
        />
      </Field>
    );
  };

  return (
    <Dialog
      title={`Limits of ${tier === 'paid' ? 'paying' : 'free'} accounts`}
      description={`For the whole workspace, as of ${limits.asOf}. ${limits.source}`}
      size="sm"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" isPending={act.isPending} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {act.problem && <InlineNotice tone="bad">{act.problem.message}</InlineNotice>}
        {field('Invitations in 24 hours', day, setDay, 1_000)}
        {field('Invitations in 7 days', week, setWeek, 1_000)}
        {field('Notes in a month', notes, setNotes, 1_000, {
          isOptional: true,
          help: 'Empty: notes are not counted.',
        })}
        {field('Characters of a note', characters, setCharacters, 300)}
      </div>
    </Dialog>
  );
}

function maxOf({ rolling }: InvitationLimits, id: 'day' | 'week'): string {
  return String(rolling.find((limit) => limit.id === id)?.max ?? 0);
}

function numberOf(text: string, most: number): number | null {
  const value = /^\d{1,4}$/.test(text.trim()) ? Number(text) : null;
  return value !== null && value <= most ? value : null;
}
