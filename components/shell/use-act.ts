'use client';

import { useCallback, useState } from 'react';
import type { Problem, Result } from '@/lib/core/result';

/** What a person is told when the request itself was lost: nobody knows whether it was done. */
const UNREACHABLE: Problem = {
  code: 'unavailable',
  message: 'Switchboard did not answer. Look whether it was done before you try again.',
  fields: {},
  reference: '',
};

export interface Act {
  isPending: boolean;
  /** Why the last try failed; stays until the next one or `forget`. */
  problem: Problem | null;
  forget: () => void;
  /** Runs a server action. Null when it failed; the reason is then in `problem`. */
  run: <T>(call: () => Promise<Result<T>>) => Promise<{ data: T } | null>;
}

/** One act of a person at a time, with its failure kept where it happened. */
export function useAct(): Act {
  const [isPending, setIsPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const forget = useCallback(() => setProblem(null), []);
  const run = useCallback(async <T>(call: () => Promise<Result<T>>) => {
    setIsPending(true);
    setProblem(null);
    try {
      const result = await call();
      if (result.ok) return { data: result.data };
      setProblem(result.problem);
    } catch {
      setProblem(UNREACHABLE);
    } finally {
      setIsPending(false);
    }
    return null;
  }, []);
  return { isPending, problem, forget, run };
}
