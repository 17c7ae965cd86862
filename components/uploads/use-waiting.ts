'use client';

import { useRef, useState } from 'react';

/** A message that was told to leave and waits for its files. It can be told to stay. */
export function useWaiting() {
  const [isWaiting, setIsWaiting] = useState(false);
  const turn = useRef(0);
  return {
    isWaiting,
    /** True when it may leave now. */
    async until(isUp: () => Promise<boolean>): Promise<boolean> {
      turn.current += 1;
      const own = turn.current;
      setIsWaiting(true);
      const areAllUp = await isUp();
      if (own !== turn.current) return false;
      setIsWaiting(false);
      return areAllUp;
    },
    stop() {
      turn.current += 1;
      setIsWaiting(false);
    },
  };
}
