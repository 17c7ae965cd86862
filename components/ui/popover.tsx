'use client';

import { Popover as BasePopover } from '@base-ui/react/popover';
import { cx } from 'class-variance-authority';
import type { ReactElement, ReactNode } from 'react';
import { popupStyle } from './popup-style';

type PopoverProps = {
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

export function Popover({
  trigger,
  title,
  isTitleHidden = false,
  align = 'start',
  side = 'bottom',
  isOpen,
  onOpenChange,
  className,
  children,
}: PopoverProps) {
  return (
    <BasePopover.Root open={isOpen} onOpenChange={onOpenChange}>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner align={align} side={side} sideOffset={4} className="z-50">
          <BasePopover.Popup className={cx(popupStyle(), 'w-80 p-4', className)}>
            <BasePopover.Title
              className={isTitleHidden ? 'sr-only' : 'mb-2 text-ui font-semibold text-fg'}
            >
              {title}
            </BasePopover.Title>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
