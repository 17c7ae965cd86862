'use client';

import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { cx } from 'class-variance-authority';
import { type ReactNode, useId } from 'react';

type SwitchProps = {
  label: ReactNode;
  help?: ReactNode;
  name?: string;
  isChecked?: boolean;
  isInitiallyChecked?: boolean;
  isDisabled?: boolean;
  onCheckedChange?: (isChecked: boolean) => void;
  className?: string;
};

/** Takes effect at once; for a choice that waits for Save use `Checkbox`. */
export function Switch({ label, help, className, ...rest }: SwitchProps) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className={cx(
        'flex min-h-8 cursor-pointer items-start justify-between gap-4 pointer-coarse:min-h-11',
        className,
      )}
    >
      <span className="flex min-w-0 flex-col py-1">
        <span className="text-ui text-fg">{label}</span>
        {help && <span className="text-meta text-fg-3">{help}</span>}
      </span>
      <BaseSwitch.Root
        id={id}
        name={rest.name}
        checked={rest.isChecked}
        defaultChecked={rest.isInitiallyChecked}
        disabled={rest.isDisabled}
        onCheckedChange={rest.onCheckedChange}
        className={cx(
          'relative mt-0.5 inline-flex h-6 w-10 shrink-0 items-center rounded-full border border-line-strong bg-subtle p-0.5 transition-colors',
          'after:absolute after:-inset-x-1 after:-inset-y-2.5 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-55 forced-colors-keep',
        )}
      >
        <BaseSwitch.Thumb className="size-4.5 rounded-full bg-line-strong transition-[translate,background-color] duration-140 data-checked:translate-x-4 data-checked:bg-on-accent" />
      </BaseSwitch.Root>
    </label>
  );
}
