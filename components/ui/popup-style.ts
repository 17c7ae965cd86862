import { cva } from 'class-variance-authority';

/** The surface of everything that floats near its anchor: menu, select, popover. 160 ms, opacity and 4 px. */
export const popupStyle = cva([
  'rounded-popover border border-line bg-surface text-fg shadow-popover outline-none',
  'max-h-(--available-height) max-w-(--available-width) overflow-y-auto',
  'transition-[opacity,translate] duration-160',
  'data-starting-style:opacity-0 data-ending-style:opacity-0',
  'data-[side=bottom]:data-starting-style:-translate-y-1 data-[side=top]:data-starting-style:translate-y-1',
]);

/** One line of a menu or a select. */
export const popupItemStyle = cva(
  [
    'flex min-h-8 cursor-default items-center gap-2 rounded-control px-2 text-ui outline-none select-none',
    'pointer-coarse:min-h-11',
    'forced-colors:data-highlighted:bg-[Highlight] forced-colors:data-highlighted:text-[HighlightText]',
    'data-highlighted:bg-hover data-disabled:text-fg-3 data-disabled:opacity-70',
  ],
  {
    variants: { tone: { plain: 'text-fg', danger: 'text-bad' } },
    defaultVariants: { tone: 'plain' },
  },
);
