'use client';

import { type FormEvent, useState } from 'react';
import type { CheckpointProps } from '@/components/custom-auth/checkpoint-panel';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { answerCheckpointAction, tryAnotherWayAction } from '@/lib/custom-auth/actions';

interface OptionFormProps extends CheckpointProps {
  /** A contract is an answer; a challenge asks for the next check. */
  kind: 'contract' | 'challenge';
  title: string;
  options: readonly { id: string; name: string }[];
}

/** One of several: which contract, or which way to be checked. */
export function OptionForm({ attempt, onChange, kind, title, options }: OptionFormProps) {
  const act = useAct();
  const [chosen, setChosen] = useState(options[0]?.id ?? '');

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (act.isPending || !chosen) return;
    const attemptId = attempt.id;
    const answer = await act.run(() =>
      kind === 'contract'
        ? answerCheckpointAction({ attemptId, code: chosen })
        : tryAnotherWayAction({ attemptId, challengeId: chosen }),
    );
    if (answer) onChange(answer.data);
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {act.problem && <InlineNotice tone="bad">{act.problem.message}</InlineNotice>}
      <RadioGroup
        label={title}
        value={chosen}
        onValueChange={setChosen}
        options={options.map(({ id, name }) => ({ value: id, label: <bdi>{name}</bdi> }))}
      />
      <Button
        type="submit"
        variant="primary"
        size={36}
        isPending={act.isPending}
        className="self-start"
      >
        Continue
      </Button>
    </form>
  );
}
