'use client';

import { type FormEvent, type RefObject, useEffect, useState } from 'react';
import type { CheckpointProps } from '@/components/custom-auth/checkpoint-panel';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Input } from '@/components/ui/input';
import { answerCheckpointAction } from '@/lib/custom-auth/actions';

interface CodeFormProps extends CheckpointProps {
  title: string;
  field: RefObject<HTMLInputElement | null>;
}

/** A code of the second factor. A wrong one stays, marked, so that one digit can be mended. */
export function CodeForm({ attempt, onChange, title, field }: CodeFormProps) {
  const act = useAct();
  const [code, setCode] = useState('');
  const error = act.problem?.fields.code;

  useEffect(() => {
    if (error) field.current?.select();
  }, [error, field]);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (act.isPending) return;
    const answer = await act.run(() => answerCheckpointAction({ attemptId: attempt.id, code }));
    if (!answer) return;
    setCode('');
    onChange(answer.data);
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      {act.problem && !error && <InlineNotice tone="bad">{act.problem.message}</InlineNotice>}
      <Field label={title} name="code" error={error}>
        <Input
          ref={field}
          name="code"
          size={44}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={64}
          spellCheck={false}
          autoFocus
          required
          className="max-w-60 tabular-nums"
        />
      </Field>
      <Button
        type="submit"
        variant="primary"
        size={36}
        isPending={act.isPending}
        className="self-start"
      >
        Verify
      </Button>
    </form>
  );
}
