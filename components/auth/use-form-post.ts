'use client';

import { useCallback, useState } from 'react';
import { postForm } from '@/components/auth/post-form';
import type { Problem } from '@/lib/core/result';

export interface FormPost {
  /** Where a form is on its way to, or null. */
  pendingAction: string | null;
  problem: Problem | null;
  setProblem: (problem: Problem | null) => void;
  post: (action: string, values: Readonly<Record<string, string>>) => Promise<void>;
}

/** Sends a form of sign-in. What fails is shown in place; what succeeds leaves the page. */
export function useFormPost(): FormPost {
  const [pendingAction, setPendingAction] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const post = useCallback(async (action: string, values: Readonly<Record<string, string>>) => {
    setPendingAction(action);
    setProblem(null);
    const answer = await postForm(action, values);
    if ('problem' in answer) {
      setProblem(answer.problem);
      setPendingAction(null);
      return;
    }
    // A full load: nothing of whoever was signed in before stays in memory.
    window.location.assign(answer.path);
  }, []);
  return { pendingAction, problem, setProblem, post };
}

/** Text fields of a form by name. */
export function valuesOf(form: HTMLFormElement): Record<string, string> {
  const entries = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(entries) as Record<string, string>;
}
