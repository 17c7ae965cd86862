import { InlineNotice } from '@/components/ui/inline-notice';
import type { Problem } from '@/lib/core/result';

/** What is wrong with the form as a whole; what belongs to a field stands under the field. */
export function FormProblem({ problem }: { problem: Problem | null }) {
  if (!problem || Object.keys(problem.fields).some((name) => name !== 'form')) return null;
  return (
    <InlineNotice tone={problem.code === 'rate_limited' ? 'warn' : 'bad'} live="assertive">
      {problem.message}
      {problem.code === 'internal' && <> Reference {problem.reference}.</>}
    </InlineNotice>
  );
}
