'use client';

import { Toast as BaseToast } from '@base-ui/react/toast';
import { cx } from 'class-variance-authority';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { buttonStyle } from './button-style';
import type { ToastData } from './toast';
import { ToneIcon } from './tone';

const viewportStyle = cx(
  'fixed inset-x-4 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-60 flex flex-col gap-2 outline-none',
  'sm:inset-x-auto sm:start-4 sm:w-90 md:bottom-4',
  // On a phone a dialog is a sheet at the bottom, whose buttons must stay in reach.
  'max-sm:in-[body:has([data-veil])]:top-[calc(1rem+env(safe-area-inset-top))]',
  'max-sm:in-[body:has([data-veil])]:bottom-auto',
);

type ToastRegionProps = {
  manager: ReturnType<typeof BaseToast.createToastManager<ToastData>>;
  timeoutMs: number;
  /** What is shown from now on appears. */
  onReady: () => void;
};

export function ToastRegion({ manager, timeoutMs, onReady }: ToastRegionProps) {
  // Runs after the provider's own effect, which listens to the manager.
  useEffect(onReady, [onReady]);
  return (
    <BaseToast.Provider toastManager={manager} timeout={timeoutMs} limit={3}>
      <BaseToast.Portal>
        <BaseToast.Viewport className={viewportStyle}>
          <ToastList />
        </BaseToast.Viewport>
      </BaseToast.Portal>
    </BaseToast.Provider>
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
