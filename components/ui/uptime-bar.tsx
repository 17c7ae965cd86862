'use client';

import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import { cx } from 'class-variance-authority';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { TooltipPopup } from './tooltip-popup';

export type UptimeState = 'up' | 'partial' | 'down' | 'unknown';

export type UptimeSegment = {
  state: UptimeState;
  /** Everything about the day: "12 Mar: down 2 h 10 min, signed out by LinkedIn". */
  label: string;
};

type UptimeBarProps = {
  /** What it is of: "Jane · LinkedIn". */
  label: string;
  /** Oldest first, one a day; 90 or 30. On a phone only the last 30 are drawn. */
  segments: readonly UptimeSegment[];
  /** "99.2 % · 2 incidents". What is not known is told apart, never counted as up. */
  summary: string;
  isSummaryHidden?: boolean;
  /** Height of the bars in px. */
  height?: 16 | 28;
  className?: string;
};

const PHONE_SEGMENTS = 30;

/** The height tells the state as well as the colour: full, two thirds, a stub; not known is striped. */
const shapes: Record<UptimeState, string> = {
  up: 'h-full bg-ok',
  partial: 'h-2/3 bg-warn',
  down: 'h-1/3 bg-bad',
  unknown: 'h-full hatched',
};

/** One stop for Tab; arrows, Home and End read day by day. The day is shown on hover, focus and touch. */
export function UptimeBar({
  label,
  segments,
  summary,
  isSummaryHidden = false,
  height = 28,
  className,
}: UptimeBarProps) {
  const bars = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(segments.length - 1);
  const [isOpen, setIsOpen] = useState(false);
  const index = Math.min(current, segments.length - 1);

  /** Not further back than the days that are drawn at this width. */
  function openAt(next: number) {
    const drawn = [...(bars.current?.querySelectorAll<HTMLElement>('[data-index]') ?? [])];
    const first = drawn.findIndex((bar) => bar.offsetParent !== null);
    setCurrent(Math.max(0, first, Math.min(segments.length - 1, next)));
    setIsOpen(true);
  }

  function onPointer(event: PointerEvent<HTMLDivElement>) {
    const bar = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    if (bar instanceof HTMLElement) openAt(Number(bar.dataset.index));
  }

  function onKeyDown(event: KeyboardEvent) {
    const next = nextIndex(event.key, index, segments.length);
    if (event.key === 'Escape') setIsOpen(false);
    if (next === null) return;
    event.preventDefault();
    openAt(next);
  }

  if (segments.length === 0) return null;
  return (
    <div className={cx('flex min-w-0 flex-wrap items-center gap-x-3', className)}>
      {/* A slider reads one of many values at a time: the nearest role for a cursor over days. */}
      <div
        ref={bars}
        role="slider"
        tabIndex={0}
        aria-label={`${label}: ${summary}. Day`}
        aria-valuemin={1}
        aria-valuemax={segments.length}
        aria-valuenow={index + 1}
        aria-valuetext={segments[index]?.label}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        // A lifted finger leaves too; what it opened stays until the focus goes elsewhere.
        onPointerLeave={(event) => event.pointerType === 'mouse' && setIsOpen(false)}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onKeyDown={onKeyDown}
        className="flex min-h-6 shrink-0 touch-pan-y rounded-[3px] pointer-coarse:-my-2 pointer-coarse:min-h-11"
      >
        {segments.map((segment, place) => (
          <Bar
            key={segment.label}
            segment={segment}
            index={place}
            height={height}
            isOld={place < segments.length - PHONE_SEGMENTS}
            isCurrent={isOpen && place === index}
          />
        ))}
      </div>
      <BaseTooltip.Root open={isOpen}>
        <BaseTooltip.Portal>
          <BaseTooltip.Positioner
            anchor={() => bars.current?.querySelector(`[data-index="${index}"]`) ?? null}
            sideOffset={6}
            className="pointer-events-none z-50"
          >
            <TooltipPopup>{segments[index]?.label}</TooltipPopup>
          </BaseTooltip.Positioner>
        </BaseTooltip.Portal>
      </BaseTooltip.Root>
      {!isSummaryHidden && (
        <span className="text-meta whitespace-nowrap text-fg-2 tabular-nums">{summary}</span>
      )}
    </div>
  );
}

type BarProps = {
  segment: UptimeSegment;
  index: number;
  height: 16 | 28;
  isOld: boolean;
  isCurrent: boolean;
};

function Bar({ segment, index, height, isOld, isCurrent }: BarProps) {
  return (
    // The gap belongs to the bar, so that the pointer is always over one of them.
    <span
      data-index={index}
      className={cx(
        'flex w-[8px] items-center px-px',
        isOld && 'max-md:hidden',
        isCurrent && 'bg-line',
      )}
    >
      <span className={cx('flex w-full items-end', height === 28 ? 'h-7' : 'h-4')}>
        <span className={cx('w-full rounded-[1px] forced-colors-keep', shapes[segment.state])} />
      </span>
    </span>
  );
}

/** Null for a key that moves nothing. */
function nextIndex(key: string, index: number, count: number): number | null {
  const moves: Record<string, number> = {
    ArrowLeft: index - 1,
    ArrowDown: index - 1,
    ArrowRight: index + 1,
    ArrowUp: index + 1,
    PageDown: index - 7,
    PageUp: index + 7,
    Home: 0,
    End: count - 1,
  };
  return moves[key] ?? null;
}
