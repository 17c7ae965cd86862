'use client';

import { useEffect, useEffectEvent } from 'react';

/** Opens what was pressed before its code was here. */
export function useOpenAtOnce(
  handle: { open: (triggerId: string) => void } | undefined,
  pressedId: string | null,
): void {
  const open = useEffectEvent(() => {
    if (pressedId !== null) handle?.open(pressedId);
  });
  useEffect(() => open(), []);
}
