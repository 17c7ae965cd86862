'use client';

import { useEffect, useRef } from 'react';
import { LoadMore } from '@/components/ui/load-more';
import type { ThreadEnd } from './use-thread';

/** So far before it comes into sight. */
const NEAR = '600px 0px';

type LoadWhenNearProps = { end: ThreadEnd; label: string; error: string };

/** The next page comes by itself when this is near the pane; the button is for keys, and for after a failure. */
export function LoadWhenNear({ end, label, error }: LoadWhenNearProps) {
  const { hasMore, isFetching, isError, isFree, fetch } = end;
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const mark = ref.current;
    if (!mark || !isFree) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void fetch();
      },
      { root: mark.closest('section'), rootMargin: NEAR },
    );
    observer.observe(mark);
    return () => observer.disconnect();
  }, [isFree, fetch]);
  return (
    <div ref={ref}>
      <LoadMore
        hasMore={hasMore}
        isPending={isFetching}
        onLoadMore={() => void fetch()}
        label={label}
        error={isError ? error : undefined}
      />
    </div>
  );
}
