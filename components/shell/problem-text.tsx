import type { Problem } from '@/lib/core/result';
import { ErrorDetails } from './error-details';

/** Why an act was refused, with what the provider finds its refusal by, where it is the provider's. */
export function ProblemText({ problem }: { problem: Problem }) {
  return (
    <>
      <p>{problem.message}</p>
      {problem.requestId && <ErrorDetails reference={problem.requestId} />}
    </>
  );
}
