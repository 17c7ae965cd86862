'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { useClock } from '@/components/ui/clock';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { changePaceAction } from '@/lib/invitations/actions';
import type { PaceCard } from '@/lib/invitations/types';
import { clockText, DAY_NAMES, minuteOf } from './hours-text';

/** A week as most people read it. */
const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

type PaceDialogProps = {
  card: PaceCard;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

/** In which hours invitations of an account leave, by the clock of its owner. */
export function PaceDialog({ card, isOpen, onOpenChange }: PaceDialogProps) {
  const client = useQueryClient();
  const act = useAct();
  const [days, setDays] = useState<readonly number[]>(card.hours.days);
  const [from, setFrom] = useState(clockText(card.hours.fromMinute));
  const [to, setTo] = useState(clockText(card.hours.toMinute));
  const clock = useClock();
  // The first to choose is most likely its owner.
  const known = card.hours.zone ?? clock?.timeZone ?? 'UTC';
  const [zone, setZone] = useState(known);
  const [isWarmedUp, setIsWarmedUp] = useState(card.isWarmedUp);
  const fromMinute = minuteOf(from);
  const toMinute = minuteOf(to);
  const isOrdered = fromMinute !== null && toMinute !== null && fromMinute < toMinute;
  const canSave = isOrdered && days.length > 0;

  async function save() {
    if (fromMinute === null || toMinute === null) return;
    const answer = await act.run(() =>
      changePaceAction({
        accountId: card.accountId,
        zone,
        days: [...days],
        fromMinute,
        toMinute,
        isWarmedUp,
      }),
    );
    await client.invalidateQueries({ queryKey: ['invitations'] });
    if (answer) onOpenChange(false);
  }

  return (
    <Dialog
      title={`Hours of ${card.accountName}`}
      description="Invitations leave in these hours alone, one by one. What waits gets new times."
      size="sm"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            variant="primary"
            isPending={act.isPending}
            disabled={!canSave}
            onClick={() => void save()}
          >
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {act.problem && <InlineNotice tone="bad">{act.problem.message}</InlineNotice>}
        <fieldset className="flex flex-col gap-1">
          <legend className="text-ui font-medium text-fg">Days</legend>
          <div className="grid grid-cols-2">
            {WEEK.map((day) => (
              <Checkbox
                key={day}
                label={DAY_NAMES[day]}
                isChecked={days.includes(day)}
                onCheckedChange={(isChecked) =>
                  setDays(isChecked ? [...days, day] : days.filter((one) => one !== day))
                }
              />
            ))}
          </div>
          {days.length === 0 && (
            <p role="alert" className="text-meta text-bad">
              Choose at least one day.
            </p>
          )}
        </fieldset>
        <div className="flex gap-3">
          <Field label="From" error={fromMinute === null ? 'Such as 09:00.' : undefined}>
            <Input
              className="w-24"
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          </Field>
          <Field
            label="To"
            error={
              toMinute === null
                ? 'Such as 17:00.'
                : fromMinute !== null && !isOrdered
                  ? 'After the beginning.'
                  : undefined
            }
          >
            <Input className="w-24" value={to} onChange={(event) => setTo(event.target.value)} />
          </Field>
        </div>
        <Field label="Time zone" isButtonControl>
          <Select
            value={zone}
            onValueChange={setZone}
            options={zonesWith(known).map((name) => ({
              value: name,
              label: name.replaceAll('_', ' '),
            }))}
          />
        </Field>
        <Checkbox
          label="No warm-up"
          help="For an account that has sent invitations for long. A new one sends fewer in its first three weeks here."
          isChecked={isWarmedUp}
          onCheckedChange={setIsWarmedUp}
        />
      </div>
    </Dialog>
  );
}

/** Those that the browser knows, and the one that is set. */
function zonesWith(zone: string): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return known.includes(zone) ? known : [zone, ...known];
}
