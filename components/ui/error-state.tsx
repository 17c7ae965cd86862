'use client';

import { cx } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { Button } from './button';
import { CopyButton } from './copy-button';
import { ToneIcon } from './tone';

type ErrorStateProps = {
  /** What happened. */
  title: ReactNode;
  /** What is safe and what to do. */
  children?: ReactNode;
  onRetry?: () => void;
  isRetrying?: boolean;
  /** Other ways on, beside Retry. */
  action?: ReactNode;
  /** Request id or the provider's `instance`; kept behind Details, with Copy. */
  reference?: string;
  className?: string;
};

/** In place of what could not be shown; what was on screen before stays around it. */
export function ErrorState({
  title,
  children,
  onRetry,
  isRetrying = false,
  action,
  reference,
  className,
}: ErrorStateProps) {
  return (
    <div
      role="alert"
      className={cx(
        'flex flex-col items-start gap-3 rounded-card border border-line bg-surface p-4',
        className,
      )}
    >
      <div className="flex items-start gap-2.5">
        <ToneIcon tone="bad" className="mt-0.5" />
        <div className="min-w-0">
          <div className="text-body font-medium text-fg">{title}</div>
          {children && <div className="text-body text-fg-2">{children}</div>}
        </div>
      </div>
      {(onRetry || action) && (
        <div className="flex flex-wrap gap-2 ps-6.5">
          {onRetry && (
            <Button onClick={onRetry} isPending={isRetrying}>
              Retry
            </Button>
          )}
          {action}
        </div>
      )}
      {reference && (
        <details className="ps-6.5 text-meta text-fg-3">
          <summary className="w-fit rounded-control py-1 pointer-coarse:py-3.5">Details</summary>
          <span className="flex flex-wrap items-center gap-2">
            <code className="font-mono break-all">{reference}</code>
            <CopyButton text={reference} label="Copy reference" />
          </span>
        </details>
      )}
    </div>
  );
}
