'use client';

import { Field as BaseField } from '@base-ui/react/field';
import { cx } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { inputStyle } from './input-style';

export type TextareaProps = Omit<ComponentProps<'textarea'>, 'className'> & { className?: string };

/** Grows with its text where the browser can; `max-h-*` on it sets where it starts to scroll. */
export function Textarea({ className, ...props }: TextareaProps) {
  return (
    <BaseField.Control
      render={<textarea {...props} />}
      className={cx(inputStyle({ size: 'grow' }), 'field-sizing-content resize-y', className)}
    />
  );
}
