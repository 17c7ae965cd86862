import { cva } from 'class-variance-authority';

export const veilStyle = cva(
  'fixed inset-0 z-40 bg-veil transition-opacity duration-160 data-starting-style:opacity-0 data-ending-style:opacity-0',
);

/** Centred above the middle on a wide screen, a sheet at the bottom of a phone. */
export const dialogPopupStyle = cva(
  [
    'fixed z-50 flex flex-col border border-line bg-surface text-fg shadow-dialog outline-none',
    'transition-[opacity,translate] duration-200 data-starting-style:opacity-0 data-ending-style:opacity-0',
    'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-dialog pb-safe max-sm:data-starting-style:translate-y-4',
    'sm:inset-x-auto sm:bottom-auto sm:start-1/2 sm:top-[12dvh] sm:max-h-[76dvh] sm:-translate-x-1/2 sm:rounded-dialog',
    'sm:data-starting-style:-translate-y-1 rtl:sm:translate-x-1/2',
  ],
  {
    variants: {
      size: {
        sm: 'sm:w-[min(26.25rem,calc(100vw-2rem))]',
        md: 'sm:w-[min(35rem,calc(100vw-2rem))]',
        lg: 'sm:w-[min(45rem,calc(100vw-2rem))]',
      },
    },
    defaultVariants: { size: 'md' },
  },
);
