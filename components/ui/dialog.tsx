'use client';

import { createDialogHandle } from '@base-ui-parts/dialog/store/DialogHandle.mjs';
import { DialogTrigger } from '@base-ui-parts/dialog/trigger/DialogTrigger.mjs';
import type { ReactElement, ReactNode } from 'react';
import { later, usePopup } from './later';

const popup = later(() => import('./dialog-popup'));

export type DialogProps = {
  title: ReactNode;
  description?: ReactNode;
  /** The button that opens it. Leave out when `isOpen` is controlled. */
  trigger?: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  /** Once it is gone and the focus is back. */
  onClosed?: () => void;
  /** Widths 420, 560, 720 px; always the full width of a phone. */
  size?: 'sm' | 'md' | 'lg';
  /** Buttons at the end, primary last. Wrap the one that cancels in `DialogClose`. */
  footer?: ReactNode;
  children?: ReactNode;
};

/** Modal: focus begins in the content, not on Close, stays inside, Escape and a press outside close it, focus returns to the trigger. */
export function Dialog({ trigger, ...dialog }: DialogProps) {
  const { part, handle, pressedId, triggerProps } = usePopup(
    popup,
    createDialogHandle,
    dialog.isOpen,
  );
  return (
    <>
      {trigger && <DialogTrigger render={trigger} {...triggerProps} />}
      {part && <part.DialogPopup handle={trigger && handle} pressedId={pressedId} {...dialog} />}
    </>
  );
}

/** Closes the dialog around it; wraps a `Button`. */
export function DialogClose(props: { children: ReactElement }) {
  const { Close } = popup.here();
  return <Close {...props} />;
}
