'use client';

import { TooltipProvider as BaseProvider } from '@base-ui-parts/tooltip/provider/TooltipProvider.mjs';
import { createTooltipHandle } from '@base-ui-parts/tooltip/store/TooltipHandle.mjs';
import { TooltipTrigger } from '@base-ui-parts/tooltip/trigger/TooltipTrigger.mjs';
import type { ReactElement, ReactNode } from 'react';
import { later } from './later';

const popup = later(() => import('./tooltip-popup'));
const OPEN_DELAY_MS = 400;

type TooltipProps = {
  content: ReactNode;
  /** Shortcut shown after the text, as `Kbd` takes it. */
  keys?: string;
  side?: 'top' | 'bottom' | 'left' | 'right';
  /** The focusable element that it explains. It must have an accessible name of its own. */
  children: ReactElement;
  /** For a tooltip that is only wanted at some widths. */
  className?: string;
};

export type Shown = Pick<TooltipProps, 'content' | 'keys' | 'side' | 'className'>;

/** One bubble for the whole page: a root of its own for each of fifty buttons is time at every key. */
const shared = createTooltipHandle<Shown>();

/** Opens on hover after 400 ms and on keyboard focus; Escape closes it; its text can be hovered. */
export function Tooltip({ content, keys, side = 'top', children, className }: TooltipProps) {
  return (
    <TooltipTrigger
      handle={shared}
      payload={{ content, keys, side, className }}
      render={children}
      delay={OPEN_DELAY_MS}
    />
  );
}

/** Draws the tooltip; once one is open its neighbours open without the delay. Mount once, near the root. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  const part = popup.usePart();
  return (
    <BaseProvider delay={OPEN_DELAY_MS}>
      {children}
      {part && <part.SharedTooltip handle={shared} />}
    </BaseProvider>
  );
}
