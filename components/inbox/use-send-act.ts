'use client';

import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useAct } from '@/components/shell/use-act';
import type { Result } from '@/lib/core/result';

/**
 * Acts on a send that the query under `shownBy` holds. It is pending until that shows what came of it:
 * the buttons of a state that is over would be refused, and the refusal would vanish with them.
 */
export function useSendAct(shownBy: QueryKey) {
  const queryClient = useQueryClient();
  const { isPending, problem, run } = useAct();
  return {
    isPending,
    problem,
    run<T>(call: () => Promise<Result<T>>, onDone?: (data: T) => void) {
      void run(async () => {
        const result = await call();
        if (result.ok) onDone?.(result.data);
        await queryClient.invalidateQueries({ queryKey: shownBy });
        return result;
      });
    },
  };
}
