'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup as BaseRadioGroup } from '@base-ui/react/radio-group';
import { cx } from 'class-variance-authority';
import { type ReactNode, useId } from 'react';

export type RadioOption<Value extends string> = {
  value: Value;
  label: ReactNode;
  help?: ReactNode;
  isDisabled?: boolean;
};

type RadioGroupProps<Value extends string> = {
  label: ReactNode;
  options: readonly RadioOption<Value>[];
  name?: string;
  value?: Value;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  help?: ReactNode;
  error?: ReactNode;
  isDisabled?: boolean;
  className?: string;
};

export function RadioGroup<Value extends string>({
  label,
  options,
  help,
  error,
  className,
  isDisabled,
  ...props
}: RadioGroupProps<Value>) {
  const id = useId();
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      <div id={`${id}-label`} className="text-ui font-medium text-fg">
        {label}
      </div>
      <BaseRadioGroup<Value>
        {...props}
        disabled={isDisabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={help || error ? `${id}-help` : undefined}
        className="flex flex-col gap-1"
      >
        {options.map((option) => (
          <RadioRow key={option.value} option={option} />
        ))}
      </BaseRadioGroup>
      {(help || error) && (
        <div id={`${id}-help`} className={cx('text-meta', error ? 'text-bad' : 'text-fg-3')}>
          {error || help}
        </div>
      )}
    </div>
  );
}

function RadioRow<Value extends string>({ option }: { option: RadioOption<Value> }) {
  const id = useId();
  return (
    <label htmlFor={id} className="-ml-1 flex cursor-pointer items-start gap-1">
      <span className="relative inline-flex size-6 shrink-0 items-center justify-center pointer-coarse:size-11">
        <Radio.Root
          id={id}
          value={option.value}
          disabled={option.isDisabled}
          className={cx(
            'flex size-4 items-center justify-center rounded-full border border-line-strong bg-surface transition-colors',
            'after:absolute after:inset-0 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-55',
            'forced-colors-keep',
          )}
        >
          <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
        </Radio.Root>
      </span>
      <span className="flex min-w-0 flex-col pt-[3px] pointer-coarse:pt-[13px]">
        <span className="text-ui text-fg">{option.label}</span>
        {option.help && <span className="text-meta text-fg-3">{option.help}</span>}
      </span>
    </label>
  );
}
