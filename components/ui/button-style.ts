import { cva, type VariantProps } from 'class-variance-authority';

/** Variants with an inset; a link stands in the line of the text. */
const boxed: ('primary' | 'secondary' | 'ghost' | 'danger')[] = [
  'primary',
  'secondary',
  'ghost',
  'danger',
];

/**
 * Classes of a button, for anything that must look like one (a link, a form's submit).
 * Sizes are heights in px: 28 toolbars, 32 default, 36 forms, 44 touch. On a touch screen each is at least 44.
 */
export const buttonStyle = cva(
  [
    'relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border',
    'text-ui font-medium whitespace-nowrap no-underline select-none transition-colors',
    'pointer-coarse:min-h-11 pointer-coarse:min-w-11',
    'disabled:cursor-default disabled:opacity-55 data-disabled:cursor-default',
    'data-disabled:not-aria-busy:opacity-55',
  ],
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-hover',
        secondary: 'border-line-strong/60 bg-surface text-fg hover:bg-hover aria-expanded:bg-hover',
        ghost:
          'border-transparent text-fg-2 hover:bg-hover hover:text-fg aria-expanded:bg-hover aria-expanded:text-fg',
        danger: 'border-transparent bg-bad text-on-bad hover:bg-bad-hover',
        link: 'border-transparent text-accent-text underline-offset-2 hover:underline',
      },
      size: { 28: 'h-7', 32: 'h-8', 36: 'h-9', 44: 'h-11' },
      isIconOnly: { true: '', false: '' },
    },
    compoundVariants: [
      { isIconOnly: true, size: 28, className: 'w-7' },
      { isIconOnly: true, size: 32, className: 'w-8' },
      { isIconOnly: true, size: 36, className: 'w-9' },
      { isIconOnly: true, size: 44, className: 'w-11' },
      { variant: boxed, isIconOnly: false, size: 28, className: 'px-2' },
      { variant: boxed, isIconOnly: false, size: 32, className: 'px-3' },
      { variant: boxed, isIconOnly: false, size: 36, className: 'px-3.5' },
      { variant: boxed, isIconOnly: false, size: 44, className: 'px-4' },
    ],
    defaultVariants: { variant: 'secondary', size: 32, isIconOnly: false },
  },
);

export type ButtonVariant = NonNullable<VariantProps<typeof buttonStyle>['variant']>;
export type ButtonSize = NonNullable<VariantProps<typeof buttonStyle>['size']>;
