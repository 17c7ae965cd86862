'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { CheckpointPanel } from '@/components/custom-auth/checkpoint-panel';
import { Countdown } from '@/components/custom-auth/countdown';
import type { Way } from '@/components/custom-auth/way';
import { WizardButton } from '@/components/custom-auth/wizard-button';
import { LoadError } from '@/components/shell/load-error';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Spinner } from '@/components/ui/spinner';
import { isNotFound } from '@/lib/core/fetch-json';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { cancelAttemptAction } from '@/lib/custom-auth/actions';
import { attemptKey, attemptOptions } from '@/lib/custom-auth/options';
import { attemptWords } from '@/lib/custom-auth/problem-rules';
import type { Attempt } from '@/lib/custom-auth/types';

interface AttemptViewProps {
  attemptId: string;
  way: Way;
  /** Telegram's second password, for the next QR code. */
  password: string;
  /** Back to the form, with what was not secret. */
  onAgain: () => void;
}

/** A sign-in that was begun: what the provider asks for, until it ends well, or why it did not. */
export function AttemptView({ attemptId, way, password, onAgain }: AttemptViewProps) {
  const query = useQuery(attemptOptions(attemptId));
  const queryClient = useQueryClient();
  const showAccounts = useShowAccounts();
  const attempt = query.data;
  const isDone = attempt?.state === 'completed';
  const keep = useCallback(
    (next: Attempt) => void queryClient.setQueryData(attemptKey(next.id), next),
    [queryClient],
  );

  useEffect(() => {
    if (isDone) showAccounts(attemptId);
  }, [isDone, attemptId, showAccounts]);

  if (isNotFound(query.error)) {
    return (
      <InlineNotice
        tone="neutral"
        title="This sign-in is not yours or is no longer known"
        action={<Button onClick={onAgain}>Start again</Button>}
      />
    );
  }
  if (!attempt) {
    if (query.isError) return <LoadError query={query} title="The sign-in could not be loaded" />;
    return <Waiting>Loading the sign-in</Waiting>;
  }
  if (isDone) return <Waiting>Signed in. Your accounts are opened.</Waiting>;
  return (
    <Step key={stepOf(attempt)}>
      {attempt.state === 'open' ? (
        <Open attempt={attempt} way={way} password={password} onChange={keep} />
      ) : (
        <Ended attempt={attempt} way={way} onAgain={onAgain} />
      )}
    </Step>
  );
}

/** One QR code after the other is one step; a code from elsewhere is another. */
function stepOf({ state, checkpoint }: Attempt): string {
  if (state !== 'open' || checkpoint === null) return state;
  return JSON.stringify(checkpoint.type === 'qr' ? 'qr' : checkpoint);
}

/** Takes the focus that the step before it had, unless a field of its own has it already. */
function Step({ children }: { children: ReactNode }) {
  const element = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) element.current?.focus();
  }, []);
  return (
    <fieldset ref={element} tabIndex={-1} aria-label="Sign-in" className="min-w-0 outline-none">
      {children}
    </fieldset>
  );
}

/** A sign-in that ended well goes on where those of the wizard do: in the list, with the import. */
export function useShowAccounts(): (attemptId: string) => void {
  const queryClient = useQueryClient();
  const router = useRouter();
  return useCallback(
    (attemptId) => {
      void queryClient.invalidateQueries({ queryKey: ['accounts'] });
      router.replace(`/accounts?connected=${attemptId}`);
    },
    [queryClient, router],
  );
}

function Waiting({ children }: { children: string }) {
  return (
    <p role="status" className="flex items-center gap-2 text-ui text-fg-2">
      <Spinner /> {children}
    </p>
  );
}

interface OpenProps {
  attempt: Attempt;
  way: Way;
  password: string;
  onChange: (attempt: Attempt) => void;
}

function Open({ attempt, way, password, onChange }: OpenProps) {
  const cancel = useAct();

  async function giveUp() {
    const answer = await cancel.run(() => cancelAttemptAction({ attemptId: attempt.id }));
    if (answer) onChange(answer.data);
  }

  return (
    <Card className="flex flex-col gap-4 p-4">
      <CheckpointPanel attempt={attempt} way={way} password={password} onChange={onChange} />
      {cancel.problem && <InlineNotice tone="bad">{cancel.problem.message}</InlineNotice>}
      <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
        <Countdown key={attempt.id} expiresAt={attempt.expiresAt} />
        <Button variant="ghost" isPending={cancel.isPending} onClick={giveUp}>
          Cancel this sign-in
        </Button>
      </div>
    </Card>
  );
}

function Ended({ attempt, way, onAgain }: { attempt: Attempt; way: Way; onAgain: () => void }) {
  const { state, reason, provider, method } = attempt;
  const isCalledOff = state === 'cancelled' && reason === null;
  return (
    <div className="flex flex-col gap-3">
      <InlineNotice
        tone={isCalledOff ? 'neutral' : state === 'expired' ? 'warn' : 'bad'}
        title={isCalledOff ? 'You cancelled this sign-in' : (TITLES[state] ?? TITLES.failed)}
      >
        {reason
          ? attemptWords(reason, { provider, method }).text
          : `Nothing was changed at ${PROVIDER_NAMES[provider]} or here.`}
      </InlineNotice>
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="primary" size={36} onClick={onAgain}>
          Start again
        </Button>
        <WizardButton way={way} />
      </div>
    </div>
  );
}

const TITLES: Readonly<Record<string, string>> = {
  expired: 'This sign-in took too long',
  failed: 'The sign-in did not work',
  cancelled: 'This sign-in is over',
};
