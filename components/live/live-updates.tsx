'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { applyHint, applyResync } from '@/components/live/apply-hint';
import { connectLive } from '@/components/live/live-connection';
import { whenPageReady } from '@/components/live/page-ready';

const PILL_AFTER_MS = 5_000;
const BANNER_AFTER_MS = 30_000;

type Health = 'fine' | 'reconnecting' | 'paused';

/** Keeps the screen current, silently while it works; says since when it shows old data otherwise. */
export function LiveUpdates() {
  const queryClient = useQueryClient();
  const [lostAt, setLostAt] = useState<Date | null>(null);
  const [round, setRound] = useState(0);
  const health = useHealth(lostAt);
  const retryNow = useCallback(() => setRound((current) => current + 1), []);

  useEffect(() => {
    let disconnect: (() => void) | undefined;
    const stopWaiting = whenPageReady(() => {
      disconnect = connectLive(`/api/live?round=${round}`, {
        onHint: (hint) => applyHint(queryClient, hint),
        onResync: () => applyResync(queryClient),
        // One cheap question; its answer tells whether anybody is signed in here.
        onRefused: () => void queryClient.invalidateQueries({ queryKey: ['accounts', 'list'] }),
        onStateChange: (isConnected) =>
          setLostAt((since) => (isConnected ? null : (since ?? new Date()))),
      });
    });
    return () => {
      stopWaiting();
      disconnect?.();
    };
  }, [queryClient, round]);

  return (
    <div role="status" aria-live="polite" className="contents">
      {health === 'reconnecting' && (
        <p className="fixed bottom-16 left-1/2 z-40 -translate-x-1/2 rounded-full border border-line bg-neutral-soft px-3 py-1 text-meta text-fg-2 md:bottom-4">
          Reconnecting…
        </p>
      )}
      {health === 'paused' && lostAt && (
        <div className="fixed inset-x-0 top-0 z-40 flex items-center justify-center gap-3 border-b border-line bg-warn-soft px-4 py-2 text-ui text-warn">
          <span>
            Updates paused. Showing{' '}
            {lostAt.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })}.
          </span>
          <button type="button" className="font-semibold underline" onClick={retryNow}>
            Retry
          </button>
        </div>
      )}
    </div>
  );
}

function useHealth(lostAt: Date | null): Health {
  const [health, setHealth] = useState<Health>('fine');
  useEffect(() => {
    if (!lostAt) {
      setHealth('fine');
      return;
    }
    const pill = setTimeout(() => setHealth('reconnecting'), PILL_AFTER_MS);
    const banner = setTimeout(() => setHealth('paused'), BANNER_AFTER_MS);
    return () => {
      clearTimeout(pill);
      clearTimeout(banner);
    };
  }, [lostAt]);
  return health;
}
