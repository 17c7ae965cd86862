'use client';

import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import { cx } from 'class-variance-authority';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd';

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

type Shown = Pick<TooltipProps, 'content' | 'keys' | 'side' | 'className'>;

/** One bubble for the whole page: a root of its own for each of fifty buttons is time at every key. */
const shared = BaseTooltip.createHandle<Shown>();

/** Opens on hover after 400 ms and on keyboard focus; Escape closes it; its text can be hovered. */
export function Tooltip({ content, keys, side = 'top', children, className }: TooltipProps) {
  return (
    <BaseTooltip.Trigger
      handle={shared}
      payload={{ content, keys, side, className }}
      render={children}
      delay={OPEN_DELAY_MS}
    />
  );
}

/** The bubble alone, for components that place the tooltip themselves. */
export function TooltipPopup({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <BaseTooltip.Popup
      className={cx(
        'flex max-w-72 items-center gap-2 rounded-control border border-line bg-surface px-2 py-1 text-meta text-fg shadow-popover',
        'transition-opacity duration-100 data-starting-style:opacity-0 data-ending-style:opacity-0 data-instant:duration-0',
        className,
      )}
    >
      {children}
    </BaseTooltip.Popup>
  );
}

/** Draws the tooltip; once one is open its neighbours open without the delay. Mount once, near the root. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <BaseTooltip.Provider delay={OPEN_DELAY_MS}>
      {children}
      <BaseTooltip.Root handle={shared}>
        {({ payload }) => (
          <BaseTooltip.Portal>
            <BaseTooltip.Positioner side={payload?.side} sideOffset={6} className="z-50">
              <TooltipPopup className={payload?.className}>
                {payload?.content}
                {payload?.keys && <Kbd keys={payload.keys} />}
              </TooltipPopup>
            </BaseTooltip.Positioner>
          </BaseTooltip.Portal>
        )}
      </BaseTooltip.Root>
    </BaseTooltip.Provider>
  );
}
