'use client';

import { Meter as BaseMeter } from '@base-ui/react/meter';
import { cx } from 'class-variance-authority';
import type { ReactNode } from 'react';

type MeterProps = {
  label: string;
  value: number;
  /** Drawn hatched after the value: what is planned but not done. */
  planned?: number;
  max: number;
  /** The figures in words: "96 sent · 22 planned · limit 150". Shown, and read instead of the number. */
  text: string;
  /** Of the limit, from which the tone changes; the words must say so as well. */
  warnShare?: number;
  badShare?: number;
  note?: ReactNode;
  className?: string;
};

export function Meter({
  label,
  value,
  planned = 0,
  max,
  text,
  warnShare = 0.75,
  badShare = 0.9,
  note,
  className,
}: MeterProps) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  const plannedShare = max > 0 ? Math.min(1 - share, planned / max) : 0;
  const used = share + plannedShare;
  const fill = used >= badShare ? 'bg-bad' : used >= warnShare ? 'bg-warn' : 'bg-accent';
  return (
    <div className={cx('flex min-w-0 flex-col gap-1.5', className)}>
      <div className="flex flex-wrap justify-between gap-x-3 text-meta">
        <span className="text-fg-2">{label}</span>
        <span className="text-fg tabular-nums">{text}</span>
      </div>
      <BaseMeter.Root
        value={Math.min(value, max)}
        max={max}
        aria-label={label}
        aria-valuetext={text}
      >
        <BaseMeter.Track className="flex h-2 overflow-hidden rounded-full bg-line forced-colors-keep">
          <BaseMeter.Indicator className={fill} style={{ width: `${share * 100}%` }} />
          <span className="hatched" style={{ width: `${plannedShare * 100}%` }} />
        </BaseMeter.Track>
      </BaseMeter.Root>
      {note && <div className="text-meta text-fg-3">{note}</div>}
    </div>
  );
}
