'use client';

import { Field as BaseField } from '@base-ui/react/field';
import { cx } from 'class-variance-authority';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

type FieldProps = {
  label: ReactNode;
  /** Under the control, always visible. */
  help?: ReactNode;
  /** What is wrong and what to do; announced, and marks the control invalid. */
  error?: ReactNode;
  name?: string;
  isOptional?: boolean;
  isDisabled?: boolean;
  /** Set for a control that is a button (`Select`), so that a press on the label does not open it. */
  isButtonControl?: boolean;
  className?: string;
  children: ReactNode;
};

/** Label above, control, help or error under it, with the ids wired. */
export function Field({
  label,
  help,
  error,
  name,
  isOptional = false,
  isDisabled = false,
  isButtonControl = false,
  className,
  children,
}: FieldProps) {
  const hasError = error !== undefined && error !== null && error !== '' && error !== false;
  return (
    <BaseField.Root
      name={name}
      invalid={hasError}
      disabled={isDisabled}
      className={cx('flex min-w-0 flex-col gap-1.5', className)}
    >
      <BaseField.Label
        nativeLabel={!isButtonControl}
        render={isButtonControl ? <div /> : undefined}
        className="text-ui font-medium text-fg"
      >
        {label}
        {isOptional && <span className="font-book text-fg-3"> (optional)</span>}
      </BaseField.Label>
      {children}
      {help && (
        <BaseField.Description className="text-meta text-fg-3">{help}</BaseField.Description>
      )}
      <BaseField.Error
        match={hasError}
        role="alert"
        className="flex items-start gap-1.5 text-meta text-bad"
      >
        <CircleAlert className="mt-px size-3.5" aria-hidden="true" />
        <span>{error}</span>
      </BaseField.Error>
    </BaseField.Root>
  );
}
