'use client';

import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import { cx } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { Kbd } from './kbd';
import type { Shown } from './tooltip';

/** The bubble alone, for components that place the tooltip themselves. */
export function TooltipPopup({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <BaseTooltip.Popup
      className={cx(
        'flex max-w-72 items-center gap-2 rounded-control border border-line bg-surface px-2 py-1 text-meta text-fg shadow-popover',
        // On its way out it covers nothing that is pressed.
        'data-closed:pointer-events-none',
        'transition-opacity duration-100 data-starting-style:opacity-0 data-ending-style:opacity-0 data-instant:duration-0',
        className,
      )}
    >
      {children}
    </BaseTooltip.Popup>
  );
}

/** The one bubble of the page, wherever it is wanted. */
export function SharedTooltip({
  handle,
}: {
  handle: ReturnType<typeof BaseTooltip.createHandle<Shown>>;
}) {
  return (
    <BaseTooltip.Root handle={handle}>
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
  );
}
