'use client';

import { Toast as BaseToast } from '@base-ui/react/toast';
import { cx } from 'class-variance-authority';
import { X } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { buttonStyle } from './button-style';
import { type Tone, ToneIcon } from './tone';

const TIMEOUT_MS = 6000;
/** Long enough to notice a mistake and reach the button. */
const WITH_ACTION_TIMEOUT_MS = 10_000;

export type ToastOptions = {
  title: string;
  description?: string;
  tone?: Tone;
  /** One act, usually Undo. It undoes what this toast tells of, and closes it. */
  action?: { label: ReactNode; onAction: () => void };
  /** In ms; 0 keeps it until it is closed. */
  timeoutMs?: number;
};

type ToastData = { tone?: Tone };

/** Mount once, near the root. The region is reached with F6. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <BaseToast.Provider timeout={TIMEOUT_MS} limit={3}>
      {children}
      <BaseToast.Portal>
        <BaseToast.Viewport className="fixed inset-x-4 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-60 flex flex-col gap-2 outline-none sm:inset-x-auto sm:start-4 sm:w-90 md:bottom-4">
          <ToastList />
        </BaseToast.Viewport>
      </BaseToast.Portal>
    </BaseToast.Provider>
  );
}

/** A toast confirms; it is never the only trace of a failure. `show` returns the id that `close` takes. */
export function useToast() {
  const { add, close } = BaseToast.useToastManager<ToastData>();
  return useMemo(
    () => ({
      show({ title, description, tone, action, timeoutMs }: ToastOptions): string {
        const id: string = add({
          title,
          description,
          data: { tone },
          priority: tone === 'bad' ? 'high' : 'low',
          timeout: timeoutMs ?? (action ? WITH_ACTION_TIMEOUT_MS : TIMEOUT_MS),
          actionProps: action && {
            children: action.label,
            onClick: () => {
              action.onAction();
              close(id);
            },
          },
        });
        return id;
      },
      close,
    }),
    [add, close],
  );
}

function ToastList() {
  const { toasts } = BaseToast.useToastManager<ToastData>();
  return toasts.map((toast) => (
    <BaseToast.Root
      key={toast.id}
      toast={toast}
      data-toast
      swipeDirection={['right', 'down']}
      className={cx(
        'rounded-popover border border-line bg-surface text-fg shadow-popover',
        'translate-x-(--toast-swipe-movement-x) transition-[opacity,translate] duration-160',
        'data-starting-style:translate-y-1 data-starting-style:opacity-0 data-ending-style:opacity-0 data-limited:hidden',
      )}
    >
      <BaseToast.Content className="flex items-start gap-2.5 py-2.5 ps-3 pe-2">
        {toast.data?.tone && <ToneIcon tone={toast.data.tone} className="mt-1.5" />}
        <div className="min-w-0 flex-1 py-[5px]">
          <BaseToast.Title className="text-ui font-medium break-words" />
          <BaseToast.Description className="text-ui break-words text-fg-2" />
        </div>
        {toast.actionProps && (
          <BaseToast.Action className={buttonStyle({ variant: 'secondary', size: 28 })} />
        )}
        <BaseToast.Close
          aria-label="Close"
          className={buttonStyle({ variant: 'ghost', size: 28, isIconOnly: true })}
        >
          <X />
        </BaseToast.Close>
      </BaseToast.Content>
    </BaseToast.Root>
  ));
}
