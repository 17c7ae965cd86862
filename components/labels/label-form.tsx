'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { Result } from '@/lib/core/result';
import { changeLabelAction, createLabelAction } from '@/lib/labels/actions';
import { labelKeys } from '@/lib/labels/options';
import {
  LABEL_COLOUR_NAMES,
  LABEL_COLOUR_ORDER,
  MAX_LABEL_CHARACTERS,
  nextColour,
} from '@/lib/labels/rules';
import type { LabelColour, LabelRef } from '@/lib/labels/types';
import { LabelDot } from './label-chips';

type Wanted = { name: string; colour: LabelColour };

export function NewLabelButton({ labels }: { labels: readonly LabelRef[] }) {
  return (
    <LabelDialog
      title="New label"
      saveLabel="Create label"
      start={{ name: '', colour: nextColour(labels) }}
      trigger={
        <Button variant="primary" icon={<Plus />}>
          New label
        </Button>
      }
      save={createLabelAction}
    />
  );
}

export function ChangeLabelButton({ label }: { label: LabelRef }) {
  return (
    <LabelDialog
      title="Change label"
      saveLabel="Save"
      start={{ name: label.name, colour: label.colour }}
      trigger={<IconButton label={`Change ${label.name}`} icon={<Pencil />} />}
      save={(wanted) => changeLabelAction({ labelId: label.id, ...wanted })}
    />
  );
}

type LabelDialogProps = {
  title: string;
  saveLabel: string;
  start: Wanted;
  trigger: ReactElement;
  save: (wanted: Wanted) => Promise<Result<unknown>>;
};

function LabelDialog({ title, saveLabel, start, trigger, save }: LabelDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog title={title} size="sm" trigger={trigger} isOpen={isOpen} onOpenChange={setIsOpen}>
      {/* Of its own, so that what was typed is gone when the dialog opens again. */}
      <LabelForm start={start} saveLabel={saveLabel} save={save} onSaved={() => setIsOpen(false)} />
    </Dialog>
  );
}

type LabelFormProps = Pick<LabelDialogProps, 'start' | 'saveLabel' | 'save'> & {
  onSaved: () => void;
};

function LabelForm({ start, saveLabel, save, onSaved }: LabelFormProps) {
  const client = useQueryClient();
  const { run, isPending, problem } = useAct();
  const [wanted, setWanted] = useState(start);
  const nameProblem = problem?.fields.name ?? null;

  async function submit() {
    const done = await run(() => save(wanted));
    if (!done) return;
    await client.invalidateQueries({ queryKey: labelKeys.all });
    onSaved();
  }

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) void submit();
      }}
    >
      <Field label="Name" error={nameProblem}>
        <Input
          autoComplete="off"
          maxLength={MAX_LABEL_CHARACTERS}
          value={wanted.name}
          onChange={(event) => setWanted({ ...wanted, name: event.target.value })}
        />
      </Field>
      <Field label="Colour" isButtonControl>
        <Select
          value={wanted.colour}
          onValueChange={(colour) => setWanted({ ...wanted, colour })}
          options={LABEL_COLOUR_ORDER.map((colour) => ({
            value: colour,
            label: LABEL_COLOUR_NAMES[colour],
            icon: <LabelDot colour={colour} className="size-3!" />,
          }))}
        />
      </Field>
      {problem && !nameProblem && <InlineNotice tone="bad">{problem.message}</InlineNotice>}
      <div className="flex justify-end gap-2 max-sm:flex-col-reverse max-sm:*:w-full">
        <DialogClose>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" isPending={isPending}>
          {saveLabel}
        </Button>
      </div>
    </form>
  );
}
