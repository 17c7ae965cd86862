'use client';

import { Input as BaseInput } from '@base-ui/react/input';
import { cx } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { inputStyle } from './input-style';

export type InputProps = Omit<ComponentProps<'input'>, 'size' | 'className'> & {
  /** Height in px. */
  size?: 28 | 32 | 36 | 44;
  className?: string;
};

/** Inside a `Field` it takes its label, help and error from there; alone it needs `aria-label`. */
export function Input({ size, className, ...props }: InputProps) {
  return <BaseInput className={cx(inputStyle({ size }), className)} {...props} />;
}
