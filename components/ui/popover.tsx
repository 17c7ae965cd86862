'use client';

import { createPopoverHandle } from '@base-ui-parts/popover/store/PopoverHandle.mjs';
import { PopoverTrigger } from '@base-ui-parts/popover/trigger/PopoverTrigger.mjs';
import { type ReactElement, type ReactNode, useId, useState } from 'react';
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
  const id = useId();
  const [handle] = useState(createPopoverHandle);
  const { part, isPressed, triggerProps } = usePopup(popup, popover.isOpen);
  return (
    <>
      <PopoverTrigger id={id} handle={handle} render={trigger} {...triggerProps} />
      {part && <part.PopoverPopup handle={handle} pressedId={isPressed ? id : null} {...popover} />}
    </>
  );
}
