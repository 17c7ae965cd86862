'use client';

import { createToastManager } from '@base-ui-parts/toast/createToastManager.mjs';
import type { ReactNode } from 'react';
import { later } from './later';
import type { Tone } from './tone';

const region = later(() => import('./toast-region'));
const TIMEOUT_MS = 6000;
/** Long enough to notice a mistake and reach the button. */
export const WITH_ACTION_TIMEOUT_MS = 10_000;

export type ToastOptions = {
  title: string;
  description?: string;
  tone?: Tone;
  /** One act, usually Undo. It undoes what this toast tells of, and closes it. */
  action?: { label: ReactNode; onAction: () => void };
  /** In ms; 0 keeps it until it is closed. */
  timeoutMs?: number;
};

export type ToastData = { tone?: Tone };

const manager = createToastManager<ToastData>();
let count = 0;
/** What was shown before the region was here; null from then on. */
let early: (() => void)[] | null = [];

function showEarly() {
  const shown = early ?? [];
  early = null;
  for (const show of shown) show();
}

/** Mount once, near the root. The region is reached with F6. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const part = region.usePart();
  return (
    <>
      {children}
      {part && <part.ToastRegion manager={manager} timeoutMs={TIMEOUT_MS} onReady={showEarly} />}
    </>
  );
}

const toasts = {
  show({ title, description, tone, action, timeoutMs }: ToastOptions): string {
    count += 1;
    const id = `toast-${count}`;
    const add = () =>
      void manager.add({
        id,
        title,
        description,
        data: { tone },
        priority: tone === 'bad' ? 'high' : 'low',
        timeout: timeoutMs ?? (action ? WITH_ACTION_TIMEOUT_MS : TIMEOUT_MS),
        actionProps: action && {
          children: action.label,
          onClick: () => {
            action.onAction();
            manager.close(id);
          },
        },
      });
    if (early) {
      early.push(add);
      void region.ask();
    } else add();
    return id;
  },
  close(id: string): void {
    if (early) early.push(() => manager.close(id));
    else manager.close(id);
  },
};

/** A toast confirms; it is never the only trace of a failure. `show` returns the id that `close` takes. */
export function useToast() {
  return toasts;
}
