'use client';

import { createAlertDialogHandle } from '@base-ui-parts/alert-dialog/handle.mjs';
import { AlertDialogTrigger } from '@base-ui-parts/alert-dialog/trigger/AlertDialogTrigger.mjs';
import type { ReactElement, ReactNode } from 'react';
import { later, usePopup } from './later';

const popup = later(() => import('./alert-dialog-popup'));

export type AlertDialogProps = {
  /** A question that names the thing: "Remove Jane · LinkedIn?" */
  title: ReactNode;
  /** What happens, and what stays. */
  description: ReactNode;
  /** The verb, never "OK". */
  confirmLabel: string;
  cancelLabel?: string;
  tone?: 'danger' | 'primary';
  /** When given, the person must type exactly this before the confirm button works. */
  typedConfirmation?: string;
  trigger?: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  isPending?: boolean;
  /** Shown in the dialog, which stays open. */
  error?: ReactNode;
  /** The dialog stays open: the caller closes it when the act has succeeded, or shows `error`. */
  onConfirm: () => void;
  children?: ReactNode;
};

/** Asks before an act that cannot be undone. Cannot be left by a press outside. */
export function AlertDialog({ trigger, ...dialog }: AlertDialogProps) {
  const { part, handle, pressedId, triggerProps } = usePopup(
    popup,
    createAlertDialogHandle,
    dialog.isOpen,
  );
  return (
    <>
      {trigger && <AlertDialogTrigger render={trigger} {...triggerProps} />}
      {part && (
        <part.AlertDialogPopup handle={trigger && handle} pressedId={pressedId} {...dialog} />
      )}
    </>
  );
}
