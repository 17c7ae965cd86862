'use client';

import { AlertDialog as BaseAlertDialog } from '@base-ui/react/alert-dialog';
import { useId, useState } from 'react';
import type { AlertDialogProps } from './alert-dialog';
import { Button } from './button';
import { dialogPopupStyle, veilStyle } from './dialog-style';
import { InlineNotice } from './inline-notice';
import { Input } from './input';
import { useOpenAtOnce } from './use-open-at-once';

type AlertDialogPopupProps = Omit<AlertDialogProps, 'trigger'> & {
  /** Where it has a trigger. */
  handle: ReturnType<typeof BaseAlertDialog.createHandle> | undefined;
  /** The trigger that was pressed before this was here. */
  pressedId: string | null;
};

export function AlertDialogPopup({
  handle,
  pressedId,
  title,
  description,
  isOpen,
  onOpenChange,
  error,
  children,
  ...act
}: AlertDialogPopupProps) {
  useOpenAtOnce(handle, pressedId);
  return (
    <BaseAlertDialog.Root handle={handle} open={isOpen} onOpenChange={onOpenChange}>
      <BaseAlertDialog.Portal>
        <BaseAlertDialog.Backdrop data-veil className={veilStyle()} />
        <BaseAlertDialog.Popup className={dialogPopupStyle({ size: 'sm' })}>
          <div className="flex min-h-0 flex-col gap-2 overflow-y-auto px-5 pt-5">
            <BaseAlertDialog.Title className="text-h3">{title}</BaseAlertDialog.Title>
            <BaseAlertDialog.Description className="text-body text-fg-2">
              {description}
            </BaseAlertDialog.Description>
            {children}
            {error && <InlineNotice tone="bad">{error}</InlineNotice>}
          </div>
          <ConfirmForm {...act} />
        </BaseAlertDialog.Popup>
      </BaseAlertDialog.Portal>
    </BaseAlertDialog.Root>
  );
}

type ConfirmFormProps = Pick<
  AlertDialogProps,
  'confirmLabel' | 'cancelLabel' | 'tone' | 'typedConfirmation' | 'isPending' | 'onConfirm'
>;

/** Its own component, so that the typed text is gone when the dialog opens again. */
function ConfirmForm({
  confirmLabel,
  cancelLabel = 'Cancel',
  tone = 'danger',
  typedConfirmation,
  isPending = false,
  onConfirm,
}: ConfirmFormProps) {
  const [typed, setTyped] = useState('');
  const id = useId();
  const isConfirmed = typedConfirmation === undefined || typed.trim() === typedConfirmation;
  return (
    <form
      className="flex flex-col gap-4 px-5 py-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (isConfirmed && !isPending) onConfirm();
      }}
    >
      {typedConfirmation !== undefined && (
        <div className="flex flex-col gap-1.5">
          <label htmlFor={id} className="text-ui text-fg-2">
            Type <strong className="font-medium text-fg">{typedConfirmation}</strong> to confirm
          </label>
          <Input
            id={id}
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
      )}
      <div className="flex flex-wrap justify-end gap-2 max-sm:flex-col-reverse max-sm:*:w-full">
        <BaseAlertDialog.Close render={<Button>{cancelLabel}</Button>} />
        <Button type="submit" variant={tone} disabled={!isConfirmed} isPending={isPending}>
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}
