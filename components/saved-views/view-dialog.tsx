'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Input } from '@/components/ui/input';
import type { Result } from '@/lib/core/result';
import { savedViewsKey } from '@/lib/saved-views/options';
import { MAX_VIEW_CHARACTERS } from '@/lib/saved-views/rules';

type Wanted = { name: string; isShared: boolean };

type ViewDialogProps = {
  title: string;
  saveLabel: string;
  start: Wanted;
  canShare: boolean;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  save: (wanted: Wanted) => Promise<Result<unknown>>;
};

/** The name of a view, and whether the whole team has it. */
export function ViewDialog({ title, isOpen, onOpenChange, ...form }: ViewDialogProps) {
  return (
    <Dialog
      title={title}
      description="It keeps what narrows the list now, not the conversations in it."
      size="sm"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      {/* Of its own, so that what was typed is gone when the dialog opens again. */}
      <ViewForm {...form} onSaved={() => onOpenChange(false)} />
    </Dialog>
  );
}

type ViewFormProps = Pick<ViewDialogProps, 'start' | 'saveLabel' | 'canShare' | 'save'> & {
  onSaved: () => void;
};

function ViewForm({ start, saveLabel, canShare, save, onSaved }: ViewFormProps) {
  const client = useQueryClient();
  const { run, isPending, problem } = useAct();
  const [wanted, setWanted] = useState(start);
  const nameProblem = problem?.fields.name ?? null;

  async function submit() {
    const done = await run(() => save(wanted));
    if (!done) return;
    await client.invalidateQueries({ queryKey: savedViewsKey });
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
          maxLength={MAX_VIEW_CHARACTERS}
          value={wanted.name}
          onChange={(event) => setWanted({ ...wanted, name: event.target.value })}
        />
      </Field>
      {canShare && (
        <Checkbox
          label="Share with the team"
          help="Everybody finds it among their views; it shows each of them what they may read."
          isChecked={wanted.isShared}
          onCheckedChange={(isShared) => setWanted({ ...wanted, isShared })}
        />
      )}
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
