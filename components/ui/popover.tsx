'use client';

import { createPopoverHandle } from '@base-ui-parts/popover/store/PopoverHandle.mjs';
import { PopoverTrigger } from '@base-ui-parts/popover/trigger/PopoverTrigger.mjs';
import type { ReactElement, ReactNode } from 'react';
import { later, usePopup } from './later';

const popup = later(() => import('./popover-popup'));

export type PopoverProps = {
  trigger: ReactElement;
  /** Names the popover for readers; shown unless `isTitleHidden`. */
  title: ReactNode;
  isTitleHidden?: boolean;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  className?: string;
  children: ReactNode;
};

export function Popover({ trigger, ...popover }: PopoverProps) {
  const { part, handle, pressedId, triggerProps } = usePopup(
    popup,
    createPopoverHandle,
    popover.isOpen,
  );
  return (
    <>
      <PopoverTrigger render={trigger} {...triggerProps} />
      {part && <part.PopoverPopup handle={handle} pressedId={pressedId} {...popover} />}
    </>
  );
}
