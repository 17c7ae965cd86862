'use client';

import { type DehydratedState, HydrationBoundary } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { markPageReady } from './page-ready';

/** Hands what the server has read to the page below, and says when the page has taken it over. */
export function PageData({ state, children }: { state: DehydratedState; children: ReactNode }) {
  useEffect(markPageReady, []);
  return <HydrationBoundary state={state}>{children}</HydrationBoundary>;
}
