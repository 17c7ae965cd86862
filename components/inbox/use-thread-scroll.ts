'use client';

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ThreadItem } from './thread-entries';

/** Whoever is this close to the end follows what comes. */
const NEAR_END_PX = 80;
const ABOVE_UNREAD_PX = 56;

/**
 * Scrolling of a conversation: opens at the "New" line, else at the end; follows at the end only; older
 * messages that are put above leave what is read where it is.
 */
export function useThreadScroll(items: readonly ThreadItem[]) {
  const scrollerRef = useRef<HTMLElement>(null);
  const contentRef = useRef<HTMLDivElement>(null);
  const isNearEnd = useRef(true);
  const before = useRef<{ first: string; last: string; height: number } | null>(null);
  const [unseenFrom, setUnseenFrom] = useState<string | null>(null);

  const toEnd = useCallback(() => {
    const scroller = scrollerRef.current;
    if (!scroller) return;
    scroller.scrollTop = scroller.scrollHeight;
    isNearEnd.current = true;
    setUnseenFrom(null);
  }, []);

  useLayoutEffect(() => {
    const scroller = scrollerRef.current;
    const first = items[0];
    const last = items.at(-1);
    if (!scroller || !first || !last) return;
    const past = before.current;
    before.current = { first: first.key, last: last.key, height: scroller.scrollHeight };
    if (!past) {
      openAt(scroller);
      isNearEnd.current = distanceToEnd(scroller) < NEAR_END_PX;
      return;
    }
    if (past.first !== first.key && past.last === last.key) {
      scroller.scrollTop += scroller.scrollHeight - past.height;
    }
    if (past.last === last.key) return;
    // One's own message is always followed.
    if (isNearEnd.current || last.isOurs) toEnd();
    else setUnseenFrom((from) => from ?? past.last);
  }, [items, toEnd]);

  // The composer grows, a note opens, the window turns: whoever was at the end stays there.
  useEffect(() => {
    const scroller = scrollerRef.current;
    const content = contentRef.current;
    if (!scroller || !content) return;
    const observer = new ResizeObserver(() => {
      if (before.current) before.current.height = scroller.scrollHeight;
      if (isNearEnd.current) scroller.scrollTop = scroller.scrollHeight;
    });
    observer.observe(scroller);
    observer.observe(content);
    return () => observer.disconnect();
  }, []);

  const onScroll = useCallback(() => {
    const scroller = scrollerRef.current;
    if (!scroller) return;
    isNearEnd.current = distanceToEnd(scroller) < NEAR_END_PX;
    if (isNearEnd.current) setUnseenFrom(null);
  }, []);

  return { scrollerRef, contentRef, onScroll, toEnd, newCount: countAfter(items, unseenFrom) };
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

function distanceToEnd(scroller: HTMLElement): number {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
}

function countAfter(items: readonly ThreadItem[], key: string | null): number {
  if (key === null) return 0;
  const index = items.findIndex((item) => item.key === key);
  return index < 0 ? 0 : items.slice(index + 1).filter((item) => !item.isOurs).length;
}
