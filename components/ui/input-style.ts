import { cva } from 'class-variance-authority';

/** The box of every text control. 16 px on touch screens, because iOS zooms into anything smaller. */
export const inputStyle = cva(
  [
    // Without specificity, so that a width given by the caller wins.
    '[:where(&)]:w-full min-w-0 rounded-control border border-line-strong bg-surface px-2.5 text-body text-fg',
    'pointer-coarse:text-h3 pointer-coarse:font-normal',
    'transition-colors hover:border-fg-3',
    'focus-visible:border-accent-text focus-visible:outline-offset-0',
    'data-invalid:border-bad aria-invalid:border-bad',
    'disabled:bg-subtle disabled:text-fg-3 disabled:hover:border-line-strong',
    'data-disabled:bg-subtle data-disabled:text-fg-3',
  ],
  {
    variants: {
      size: {
        28: 'h-7 pointer-coarse:h-11',
        32: 'h-8 pointer-coarse:h-11',
        36: 'h-9 pointer-coarse:h-11',
        44: 'h-11',
        grow: 'min-h-20 py-2',
      },
    },
    defaultVariants: { size: 36 },
  },
);
