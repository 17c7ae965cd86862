'use client';

import { Button as BaseButton } from '@base-ui/react/button';
import { cx } from 'class-variance-authority';
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import { type ButtonSize, type ButtonVariant, buttonStyle } from './button-style';
import { Spinner } from './spinner';

type Look = {
  variant?: ButtonVariant;
  /** Height in px. */
  size?: ButtonSize;
  /** Shown before the text; hidden from readers. */
  icon?: ReactNode;
};

export type ButtonProps = Look &
  Omit<ComponentProps<'button'>, 'className'> & {
    className?: string;
    /** Keeps width and focus, ignores presses, and shows a spinner once 300 ms have passed. */
    isPending?: boolean;
  };

export function Button({
  variant,
  size,
  icon,
  isPending = false,
  disabled = false,
  className,
  children,
  type = 'button',
  ...props
}: ButtonProps) {
  return (
    <BaseButton
      type={type}
      disabled={disabled || isPending}
      focusableWhenDisabled={isPending}
      aria-busy={isPending || undefined}
      className={cx(buttonStyle({ variant, size }), className)}
      {...props}
    >
      <span
        className={cx(
          'inline-flex min-w-0 items-center gap-1.5 transition-opacity',
          isPending && 'opacity-0 delay-300',
        )}
      >
        {icon}
        {children}
      </span>
      {isPending && <Spinner className="absolute animate-late" />}
    </BaseButton>
  );
}

/** Submit button of a form with an action: pending while that form is being sent. */
export function SubmitButton({ isPending = false, variant = 'primary', ...props }: ButtonProps) {
  const { pending } = useFormStatus();
  return <Button type="submit" variant={variant} isPending={isPending || pending} {...props} />;
}

export type LinkButtonProps = Look &
  Omit<ComponentProps<typeof Link>, 'className'> & { className?: string };

/** A link that looks like a button; stays a link for readers and for the middle mouse button. */
export function LinkButton({
  variant,
  size,
  icon,
  className,
  children,
  ...props
}: LinkButtonProps) {
  return (
    <Link className={cx(buttonStyle({ variant, size }), className)} {...props}>
      {icon}
      {children}
    </Link>
  );
}
