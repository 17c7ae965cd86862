'use client';

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { findMessage, flash } from './go-to-message';
import type { ThreadItem } from './thread-entries';

/** Whoever is this close to the end follows what comes. */
const NEAR_END_PX = 80;
const ABOVE_UNREAD_PX = 56;
/** Scrolling is over when nothing moved for so long. */
const STILL_MS = 900;
/** So many heights of the pane above the end, the way back is offered. */
const FAR_PANES = 2;

type ThreadScrollOptions = {
  /** The message to open at, by our id or the provider's. */
  at: string | null;
  /** The items end before the newest message. */
  isPast: boolean;
};

/**
 * Scrolling of a conversation: opens at the wanted message, at the "New" line, else at the end; follows
 * at the end only; what is put above or, in the past, below leaves what is read where it is.
 */
export function useThreadScroll(items: readonly ThreadItem[], { at, isPast }: ThreadScrollOptions) {
  const scrollerRef = useRef<HTMLElement>(null);
  const contentRef = useRef<HTMLDivElement>(null);
  const isNearEnd = useRef(true);
  const before = useRef<{ first: string; last: string; top: number; isPast: boolean } | null>(null);
  const goneTo = useRef<string | null>(null);
  const [unseenFrom, setUnseenFrom] = useState<string | null>(null);
  const [isFar, setIsFar] = useState(false);

  const toEnd = useCallback(() => {
    const scroller = scrollerRef.current;
    if (!scroller) return;
    scroller.scrollTop = scroller.scrollHeight;
    isNearEnd.current = true;
    setUnseenFrom(null);
    setIsFar(false);
  }, []);

  useLayoutEffect(() => {
    const scroller = scrollerRef.current;
    const first = items[0];
    const last = items.at(-1);
    if (!scroller || !first || !last) return;
    const past = before.current;
    const shift = past ? topOf(contentRef.current, past.first) - past.top : 0;
    before.current = {
      first: first.key,
      last: last.key,
      top: topOf(contentRef.current, first.key),
      isPast,
    };
    if (at === null) goneTo.current = null;
    const target = at !== null && at !== goneTo.current ? findMessage(at, scroller) : null;
    if (target) {
      goneTo.current = at;
      center(scroller, target);
      isNearEnd.current = !isPast && distanceToEnd(scroller) < NEAR_END_PX;
      setUnseenFrom(null);
      // A quote that was followed is gone with the messages around it, and the focus with it.
      if (past && document.activeElement === document.body) target.focus({ preventScroll: true });
      flash(target);
      return;
    }
    // The past was left: by its button, or by writing.
    if (past?.isPast && at === null) {
      toEnd();
      return;
    }
    if (!past) {
      openAt(scroller);
      isNearEnd.current = !isPast && distanceToEnd(scroller) < NEAR_END_PX;
      return;
    }
    if (past.first !== first.key && Number.isFinite(shift)) scroller.scrollTop += shift;
    // Newer messages that were loaded wait below until they are scrolled to.
    if (past.isPast || isPast) {
      isNearEnd.current = !isPast && distanceToEnd(scroller) < NEAR_END_PX;
      return;
    }
    if (past.last === last.key) return;
    // One's own message is always followed.
    if (isNearEnd.current || last.isOurs) toEnd();
    else setUnseenFrom((from) => from ?? past.last);
  }, [items, at, isPast, toEnd]);

  // The composer grows, a note opens, the window turns: whoever was at the end stays there.
  useEffect(() => {
    const scroller = scrollerRef.current;
    const content = contentRef.current;
    if (!scroller || !content) return;
    const observer = new ResizeObserver(() => {
      const known = before.current;
      if (known) known.top = topOf(content, known.first);
      if (isNearEnd.current) scroller.scrollTop = scroller.scrollHeight;
    });
    observer.observe(scroller);
    observer.observe(content);
    return () => observer.disconnect();
  }, []);

  const stillTimer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const onScroll = useCallback(() => {
    const scroller = scrollerRef.current;
    if (!scroller) return;
    // Straight to the element: no message is drawn anew for it.
    scroller.dataset.scrolling = '';
    clearTimeout(stillTimer.current);
    stillTimer.current = setTimeout(() => delete scroller.dataset.scrolling, STILL_MS);
    const distance = distanceToEnd(scroller);
    isNearEnd.current = before.current?.isPast !== true && distance < NEAR_END_PX;
    if (isNearEnd.current) setUnseenFrom(null);
    setIsFar(distance > FAR_PANES * scroller.clientHeight);
  }, []);

  return {
    scrollerRef,
    contentRef,
    onScroll,
    toEnd,
    isFar,
    newCount: countAfter(items, unseenFrom),
  };
}

function openAt(scroller: HTMLElement): void {
  const unread = scroller.querySelector<HTMLElement>('[data-first-unread]');
  if (!unread) {
    scroller.scrollTop = scroller.scrollHeight;
    return;
  }
  const top = unread.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  scroller.scrollTop += top - ABOVE_UNREAD_PX;
}

function center(scroller: HTMLElement, target: HTMLElement): void {
  const own = target.getBoundingClientRect();
  const pane = scroller.getBoundingClientRect();
  scroller.scrollTop += own.top - pane.top - Math.max((pane.height - own.height) / 2, 0);
}

/** Where an item stands in the content, however far that is scrolled; NaN when it is not drawn. */
function topOf(content: HTMLElement | null, key: string): number {
  const item = content?.querySelector(`[data-item="${CSS.escape(key)}"]`);
  if (!content || !item) return Number.NaN;
  return item.getBoundingClientRect().top - content.getBoundingClientRect().top;
}

function distanceToEnd(scroller: HTMLElement): number {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
}

function countAfter(items: readonly ThreadItem[], key: string | null): number {
  if (key === null) return 0;
  const index = items.findIndex((item) => item.key === key);
  return index < 0 ? 0 : items.slice(index + 1).filter((item) => !item.isOurs).length;
}
