'use client';

import { cx } from 'class-variance-authority';
import { Fragment, useSyncExternalStore } from 'react';

type KbdProps = {
  /** `Mod+K`, `Shift+E`, `g i`: plus joins keys pressed together, a space joins keys pressed in turn. */
  keys: string;
  className?: string;
};

/** Key caps. `Mod` is the command key on Apple systems and Ctrl elsewhere. */
export function Kbd({ keys, className }: KbdProps) {
  const isApple = useSyncExternalStore(neverChanges, readIsApple, () => false);
  return (
    <span className={cx('inline-flex items-center gap-0.5', className)}>
      {chordsOf(keys).map(({ chord, path }) => (
        <Fragment key={path}>
          {path !== chord && <span className="px-0.5 text-meta text-fg-3">then</span>}
          {chord.split('+').map((key) => (
            <kbd
              key={key}
              className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-[4px] border border-line bg-subtle px-1 font-sans text-micro text-fg-2"
            >
              {keyLabel(key, isApple)}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

/** A chord may repeat (`g g`), so it is told apart by what was pressed up to it. */
function chordsOf(keys: string) {
  const chords = keys.split(' ');
  return chords.map((chord, index) => ({ chord, path: chords.slice(0, index + 1).join(' ') }));
}

function keyLabel(key: string, isApple: boolean): string {
  const apple: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };
  const other: Record<string, string> = { Mod: 'Ctrl' };
  return (isApple ? apple : other)[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

function readIsApple(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent);
}

function neverChanges(): () => void {
  return () => undefined;
}
