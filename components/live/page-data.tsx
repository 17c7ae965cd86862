'use client';

import { type DehydratedState, HydrationBoundary, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { applyRecentHints } from './apply-hint';
import { markPageReady } from './page-ready';

/** Hands what the server has read to the page below, and says when the page has taken it over. */
export function PageData({ state, children }: { state: DehydratedState; children: ReactNode }) {
  const queryClient = useQueryClient();
  // Runs after the boundary's own effects: what they brought is marked too.
  useEffect(() => {
    if (state) applyRecentHints(queryClient);
  }, [queryClient, state]);
  return (
    <>
      <HydrationBoundary state={state}>{children}</HydrationBoundary>
      <PageReady />
    </>
  );
}

/** Part of every page below the frame: it can be used from now on. */
export function PageReady() {
  useEffect(markPageReady, []);
  return null;
}
