'use client';

import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { cx } from 'class-variance-authority';
import { Check, Minus } from 'lucide-react';
import { type ReactNode, useId } from 'react';

type CheckboxProps = {
  /** Beside the box. Without it, `aria-label` is needed. */
  label?: ReactNode;
  help?: ReactNode;
  'aria-label'?: string;
  name?: string;
  value?: string;
  isChecked?: boolean;
  isInitiallyChecked?: boolean;
  isIndeterminate?: boolean;
  isDisabled?: boolean;
  isRequired?: boolean;
  onCheckedChange?: (isChecked: boolean) => void;
  className?: string;
};

/** 16-px box in a target of at least 24 px (44 on touch). */
export function Checkbox({
  label,
  help,
  className,
  isIndeterminate = false,
  ...rest
}: CheckboxProps) {
  const id = useId();
  const box = (
    <span className="relative inline-flex size-6 shrink-0 items-center justify-center pointer-coarse:size-11">
      <BaseCheckbox.Root
        id={id}
        aria-label={rest['aria-label']}
        name={rest.name}
        value={rest.value}
        checked={rest.isChecked}
        defaultChecked={rest.isInitiallyChecked}
        indeterminate={isIndeterminate}
        disabled={rest.isDisabled}
        required={rest.isRequired}
        onCheckedChange={rest.onCheckedChange}
        className={cx(
          'flex size-4 items-center justify-center rounded-[4px] border border-line-strong bg-surface text-on-accent transition-colors',
          // The target is larger than the box.
          'after:absolute after:inset-0',
          'data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent',
          'data-invalid:border-bad data-disabled:opacity-55 forced-colors-keep',
        )}
      >
        <BaseCheckbox.Indicator>
          {isIndeterminate ? <Minus className="size-3" /> : <Check className="size-3" />}
        </BaseCheckbox.Indicator>
      </BaseCheckbox.Root>
    </span>
  );
  if (!label) return <span className={cx('inline-flex', className)}>{box}</span>;
  return (
    <label htmlFor={id} className={cx('-ml-1 flex cursor-pointer items-start gap-1', className)}>
      {box}
      <span className="flex min-w-0 flex-col pt-[3px] pointer-coarse:pt-[13px]">
        <span className="text-ui text-fg">{label}</span>
        {help && <span className="text-meta text-fg-3">{help}</span>}
      </span>
    </label>
  );
}
