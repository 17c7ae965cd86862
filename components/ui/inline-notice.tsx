'use client';

import { cx } from 'class-variance-authority';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './icon-button';
import { type Tone, ToneIcon } from './tone';

const grounds: Record<Tone, string> = {
  ok: 'bg-ok-soft',
  info: 'bg-info-soft',
  warn: 'bg-warn-soft',
  bad: 'bg-bad-soft',
  neutral: 'bg-neutral-soft',
};

type InlineNoticeProps = {
  tone: Tone;
  title?: ReactNode;
  /** Text: what happened, what is safe, what to do. */
  children?: ReactNode;
  /** Buttons or links at the end. */
  action?: ReactNode;
  onDismiss?: () => void;
  /** `banner` spans the pane without corners, under its header. */
  shape?: 'card' | 'banner';
  /** Announced when it appears: at once for a failure of the person's own act, politely for the rest. */
  live?: 'off' | 'polite' | 'assertive';
  className?: string;
};

/** Says something where it happened. Text stays in the text colour, only the icon and ground carry the tone. */
export function InlineNotice({
  tone,
  title,
  children,
  action,
  onDismiss,
  shape = 'card',
  live = tone === 'bad' ? 'assertive' : 'polite',
  className,
}: InlineNoticeProps) {
  return (
    <div
      role={live === 'off' ? undefined : live === 'assertive' ? 'alert' : 'status'}
      className={cx(
        'flex flex-wrap items-center gap-x-3 gap-y-2 py-2 text-ui text-fg',
        grounds[tone],
        shape === 'card' ? 'rounded-card px-3' : 'border-b border-line px-4',
        className,
      )}
    >
      <div className="flex min-w-48 flex-1 items-start gap-2">
        <ToneIcon tone={tone} className="mt-px" />
        <div className="min-w-0 break-words">
          {title && <div className="font-medium">{title}</div>}
          {children}
        </div>
      </div>
      {(action || onDismiss) && (
        <div className="flex items-center gap-2">
          {action}
          {onDismiss && <IconButton label="Dismiss" icon={<X />} onClick={onDismiss} />}
        </div>
      )}
    </div>
  );
}
