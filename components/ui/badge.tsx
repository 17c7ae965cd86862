import { cx } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { type Tone, toneSoft } from './tone';

/** A short fact about a thing: a role, a plan, "you". For a state that changes use `StatusPill`. */
export function Badge({
  tone = 'neutral',
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(
        'inline-flex h-5 shrink-0 items-center rounded-full px-2 text-meta font-medium whitespace-nowrap',
        toneSoft[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
