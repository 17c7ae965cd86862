'use client';

import { Select as BaseSelect } from '@base-ui/react/select';
import { cx } from 'class-variance-authority';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { inputStyle } from './input-style';
import { popupItemStyle, popupStyle } from './popup-style';

export type SelectOption<Value extends string> = {
  value: Value;
  label: string;
  icon?: ReactNode;
  help?: string;
  isDisabled?: boolean;
};

type SelectProps<Value extends string> = {
  options: readonly SelectOption<Value>[];
  value?: Value | null;
  defaultValue?: Value | null;
  onValueChange?: (value: Value) => void;
  /** Sends the value with a form. */
  name?: string;
  placeholder?: string;
  /** Needed outside a `Field`. */
  'aria-label'?: string;
  isDisabled?: boolean;
  isRequired?: boolean;
  /** Height in px. */
  size?: 28 | 32 | 36 | 44;
  className?: string;
};

/** In a `Field`, set its `isButtonControl`. */
export function Select<Value extends string>({
  options,
  value,
  defaultValue,
  onValueChange,
  name,
  placeholder = 'Choose',
  'aria-label': ariaLabel,
  isDisabled = false,
  isRequired = false,
  size = 36,
  className,
}: SelectProps<Value>) {
  return (
    <BaseSelect.Root
      items={options}
      value={value}
      defaultValue={defaultValue}
      onValueChange={(next) => {
        if (next !== null) onValueChange?.(next);
      }}
      name={name}
      disabled={isDisabled}
      required={isRequired}
    >
      <BaseSelect.Trigger
        aria-label={ariaLabel}
        className={cx(
          inputStyle({ size }),
          'flex items-center justify-between gap-2 text-start',
          className,
        )}
      >
        <BaseSelect.Value
          className="truncate data-placeholder:text-fg-3"
          placeholder={placeholder}
        />
        <BaseSelect.Icon className="text-fg-3">
          <ChevronsUpDown className="size-3.5" />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner alignItemWithTrigger={false} sideOffset={4} className="z-50">
          <BaseSelect.Popup className={cx(popupStyle(), 'min-w-(--anchor-width) p-1')}>
            <BaseSelect.List>
              {options.map((option) => (
                <SelectItem key={option.value} option={option} />
              ))}
            </BaseSelect.List>
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}

function SelectItem<Value extends string>({ option }: { option: SelectOption<Value> }) {
  return (
    <BaseSelect.Item
      value={option.value}
      disabled={option.isDisabled}
      className={cx(popupItemStyle(), 'py-1.5')}
    >
      <span className="inline-flex w-4 shrink-0 justify-center">
        <BaseSelect.ItemIndicator>
          <Check />
        </BaseSelect.ItemIndicator>
      </span>
      {option.icon}
      <span className="flex min-w-0 flex-col">
        <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
        {option.help && <span className="text-meta text-fg-3">{option.help}</span>}
      </span>
    </BaseSelect.Item>
  );
}
