'use client';

import { type RefObject, useState } from 'react';
import type { CheckpointProps } from '@/components/custom-auth/checkpoint-panel';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { resendCodeAction, tryAnotherWayAction } from '@/lib/custom-auth/actions';

interface OtherWaysProps extends CheckpointProps {
  canResend: boolean;
  /** Where the new code is typed. */
  code: RefObject<HTMLInputElement | null>;
}

/** The code again, or another kind of check; what the provider cannot do, it says. */
export function OtherWays({ attempt, onChange, canResend, code }: OtherWaysProps) {
  const resend = useAct();
  const other = useAct();
  const [said, setSaid] = useState('');
  const name = PROVIDER_NAMES[attempt.provider];
  const attemptId = attempt.id;

  async function sendAgain() {
    setSaid('');
    const answer = await resend.run(() => resendCodeAction({ attemptId }));
    if (!answer) return;
    if (answer.data.isSent) code.current?.focus();
    setSaid(
      answer.data.isSent ? 'A new code is on its way.' : `${name} does not send a code again.`,
    );
  }

  async function tryOther() {
    setSaid('');
    const answer = await other.run(() => tryAnotherWayAction({ attemptId, challengeId: null }));
    if (answer) onChange(answer.data);
  }

  const problem = resend.problem ?? other.problem;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap gap-2">
        {canResend && (
          <Button isPending={resend.isPending} onClick={sendAgain}>
            Send the code again
          </Button>
        )}
        <Button isPending={other.isPending} onClick={tryOther}>
          Try another way
        </Button>
      </div>
      <p role="status" className="text-meta text-fg-2">
        {said}
      </p>
      {problem && (
        <p role="alert" className="text-meta text-bad">
          {problem.message}
        </p>
      )}
    </div>
  );
}
