'use client';

import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Input } from '@/components/ui/input';
import type { Problem, Result } from '@/lib/core/result';

type NameFormProps<T extends { name: string }> = {
  start: T;
  maxLength: number;
  saveLabel: string;
  save: (wanted: T) => Promise<Result<unknown>>;
  /** What is old once it is saved. */
  staleKey: QueryKey;
  onSaved: () => void;
  /** The fields below the name, which show what `problem` says of them. */
  children: (wanted: T, change: (next: Partial<T>) => void, problem: Problem | null) => ReactNode;
  /** Those of them that show it; anything else stands below them all. */
  fieldNames?: readonly string[];
};

/**
 * The content of a dialog that names something. Mounted anew at each opening, so that what was typed
 * and not saved is gone.
 */
export function NameForm<T extends { name: string }>(props: NameFormProps<T>) {
  const { start, maxLength, saveLabel, save, staleKey, onSaved, children, fieldNames = [] } = props;
  const client = useQueryClient();
  const { run, isPending, problem } = useAct();
  const [wanted, setWanted] = useState(start);
  const nameProblem = problem?.fields.name ?? null;
  const isShownAtField = ['name', ...fieldNames].some((name) => problem?.fields[name]);
  const change = (next: Partial<T>) => setWanted({ ...wanted, ...next });

  async function submit() {
    const done = await run(() => save(wanted));
    if (!done) return;
    await client.invalidateQueries({ queryKey: staleKey });
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
          maxLength={maxLength}
          value={wanted.name}
          onChange={(event) => setWanted({ ...wanted, name: event.target.value })}
        />
      </Field>
      {children(wanted, change, problem)}
      {problem && !isShownAtField && <InlineNotice tone="bad">{problem.message}</InlineNotice>}
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
