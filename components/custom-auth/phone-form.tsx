'use client';

import { type FormEvent, useState } from 'react';
import type { CheckpointProps } from '@/components/custom-auth/checkpoint-panel';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { answerCheckpointAction } from '@/lib/custom-auth/actions';
import { phoneSolution } from '@/lib/custom-auth/form-rules';

/** The number that the provider wants to register before it lets somebody in. */
export function PhoneForm({ attempt, onChange }: CheckpointProps) {
  const act = useAct();
  const [prefix, setPrefix] = useState('+');
  const [number, setNumber] = useState('');
  const [isWrong, setIsWrong] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (act.isPending) return;
    const code = phoneSolution(prefix, number);
    setIsWrong(code === null);
    if (code === null) return;
    const answer = await act.run(() => answerCheckpointAction({ attemptId: attempt.id, code }));
    if (answer) onChange(answer.data);
  }

  const error = isWrong
    ? 'Enter the country code and the number, digits alone.'
    : act.problem?.message;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <p className="text-body text-fg">
        {PROVIDER_NAMES[attempt.provider]} wants a phone number, to which it sends a code.
      </p>
      <div className="grid grid-cols-[6rem_1fr] gap-3">
        <Field label="Country code" name="prefix">
          <Input
            name="prefix"
            size={36}
            value={prefix}
            onChange={(event) => setPrefix(event.target.value)}
            autoComplete="tel-country-code"
            inputMode="tel"
            autoFocus
            required
          />
        </Field>
        <Field label="Phone number" name="number" error={error}>
          <Input
            name="number"
            size={36}
            value={number}
            onChange={(event) => setNumber(event.target.value)}
            autoComplete="tel-national"
            inputMode="tel"
            required
          />
        </Field>
      </div>
      <Button
        type="submit"
        variant="primary"
        size={36}
        isPending={act.isPending}
        className="self-start"
      >
        Send the code
      </Button>
    </form>
  );
}
