'use client';

import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { cx } from 'class-variance-authority';
import { X } from 'lucide-react';
import { type ReactElement, type ReactNode, useRef } from 'react';
import type { DialogProps } from './dialog';
import { dialogPopupStyle, veilStyle } from './dialog-style';
import { IconButton } from './icon-button';
import { useOpenAtOnce } from './use-open-at-once';

type DialogPopupProps = Omit<DialogProps, 'trigger'> & {
  /** Where it has a trigger. */
  handle: ReturnType<typeof BaseDialog.createHandle> | undefined;
  /** The trigger that was pressed before this was here. */
  pressedId: string | null;
};

const FOCUSABLE =
  ':is(input, textarea, select, button, a[href], [tabindex]):not([tabindex="-1"], [disabled])';

export function DialogPopup({
  handle,
  pressedId,
  title,
  description,
  isOpen,
  onOpenChange,
  onClosed,
  size = 'md',
  footer,
  children,
}: DialogPopupProps) {
  useOpenAtOnce(handle, pressedId);
  const content = useRef<HTMLDivElement>(null);
  return (
    <BaseDialog.Root
      handle={handle}
      open={isOpen}
      onOpenChange={onOpenChange}
      onOpenChangeComplete={(isNowOpen) => {
        if (!isNowOpen) onClosed?.();
      }}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop data-veil className={veilStyle()} />
        <BaseDialog.Popup
          initialFocus={() => content.current?.querySelector<HTMLElement>(FOCUSABLE) ?? true}
          className={dialogPopupStyle({ size })}
        >
          <header className="flex items-start gap-3 px-5 pt-4">
            <div className="min-w-0 flex-1">
              <BaseDialog.Title className="text-h3 text-fg">{title}</BaseDialog.Title>
              {description && (
                <BaseDialog.Description className="mt-1 text-body text-fg-2">
                  {description}
                </BaseDialog.Description>
              )}
            </div>
            <BaseDialog.Close
              render={<IconButton label="Close" icon={<X />} className="-me-1.5 -mt-0.5" />}
            />
          </header>
          {children && (
            <div
              ref={content}
              className={cx(
                'min-h-0 flex-1 overflow-y-auto px-5 pt-4 text-body',
                !footer && 'pb-5',
              )}
            >
              {children}
            </div>
          )}
          {(footer || !children) && <DialogFooter>{footer}</DialogFooter>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

export function Close({ children }: { children: ReactElement }) {
  return <BaseDialog.Close render={children} />;
}

function DialogFooter({ children }: { children?: ReactNode }) {
  return (
    <footer
      className={cx(
        'px-5 pt-5 pb-5',
        children && 'flex flex-wrap justify-end gap-2 max-sm:flex-col-reverse max-sm:*:w-full',
      )}
    >
      {children}
    </footer>
  );
}
