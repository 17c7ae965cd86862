'use client';

import { Button as BaseButton } from '@base-ui/react/button';
import { cx } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { type ButtonSize, type ButtonVariant, buttonStyle } from './button-style';
import { Spinner } from './spinner';
import { Tooltip } from './tooltip';

export type IconButtonProps = Omit<
  ComponentProps<'button'>,
  'className' | 'children' | 'aria-label'
> & {
  /** The accessible name, also the tooltip. */
  label: string;
  icon: ReactNode;
  /** Shortcut for the tooltip, as `Kbd` takes it. */
  keys?: string;
  variant?: ButtonVariant;
  /** Height and width in px. */
  size?: ButtonSize;
  isPending?: boolean;
  tooltipSide?: 'top' | 'bottom' | 'left' | 'right';
  className?: string;
};

export function IconButton({
  label,
  icon,
  keys,
  variant = 'ghost',
  size = 28,
  isPending = false,
  disabled = false,
  tooltipSide = 'bottom',
  className,
  type = 'button',
  ...props
}: IconButtonProps) {
  return (
    <Tooltip content={label} keys={keys} side={tooltipSide}>
      <BaseButton
        type={type}
        aria-label={label}
        aria-busy={isPending || undefined}
        disabled={disabled || isPending}
        focusableWhenDisabled={isPending}
        className={cx(buttonStyle({ variant, size, isIconOnly: true }), className)}
        {...props}
      >
        {isPending ? <Spinner /> : icon}
      </BaseButton>
    </Tooltip>
  );
}
