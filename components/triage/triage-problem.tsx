'use client';

import { InlineNotice } from '@/components/ui/inline-notice';
import { useTriage } from './triage-provider';

/** An act that the server refused; every row is back in its place by then. */
export function TriageProblemNotice() {
  const { problem, dismissProblem } = useTriage();
  if (!problem) return null;
  return (
    <InlineNotice tone="bad" shape="banner" title={problem.title} onDismiss={dismissProblem}>
      {problem.message}
    </InlineNotice>
  );
}
