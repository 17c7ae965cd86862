'use client';

import { Popover as BasePopover } from '@base-ui/react/popover';
import { cx } from 'class-variance-authority';
import type { PopoverProps } from './popover';
import { popupStyle } from './popup-style';
import { useOpenAtOnce } from './use-open-at-once';

type PopoverPopupProps = Omit<PopoverProps, 'trigger'> & {
  handle: ReturnType<typeof BasePopover.createHandle>;
  /** The trigger that was pressed before this was here. */
  pressedId: string | null;
};

export function PopoverPopup({
  handle,
  pressedId,
  title,
  isTitleHidden = false,
  align = 'start',
  side = 'bottom',
  isOpen,
  onOpenChange,
  className,
  children,
}: PopoverPopupProps) {
  useOpenAtOnce(handle, pressedId);
  return (
    <BasePopover.Root handle={handle} open={isOpen} onOpenChange={onOpenChange}>
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
