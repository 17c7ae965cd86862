'use client';

import {
  type ComponentType,
  type ReactNode,
  useEffect,
  useId,
  useState,
  useSyncExternalStore,
} from 'react';

const TRY_AGAIN_MS = 2_000;

type Later<Part> = {
  /** The part, or null until it is here. Wanted, it is fetched at once. */
  usePart: (isWanted?: boolean) => Part | null;
  /** Fetches it now. */
  ask: () => Promise<void>;
  /** For what is drawn inside the part alone, where it is here for certain. */
  here: () => Part;
};

/**
 * Code that is not part of the first load of a page: fetched once the page has nothing else to do, so
 * that the first press waits for no network, or at once when somebody wants it earlier; with `isOnDemand` only then.
 */
export function later<Part>(
  load: () => Promise<Part>,
  { isOnDemand = false }: { isOnDemand?: boolean } = {},
): Later<Part> {
  let part: Part | null = null;
  let loading: Promise<void> | undefined;
  const listeners = new Set<() => void>();
  const source: Source<Part> = {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    read: () => part,
    ask() {
      loading ??= load().then(
        (loaded) => {
          part = loaded;
          for (const listener of listeners) listener();
        },
        () => {
          loading = undefined;
        },
      );
      return loading;
    },
  };
  if (!isOnDemand) whenIdle(source.ask);
  return {
    usePart: (isWanted = false) => useSource(source, isWanted),
    ask: source.ask,
    here() {
      if (part === null) throw new Error('Drawn outside of the part that it belongs to.');
      return part;
    },
  };
}

type Source<Part> = {
  subscribe: (listener: () => void) => () => void;
  read: () => Part | null;
  ask: () => Promise<void>;
};

function useSource<Part>(source: Source<Part>, isWanted: boolean): Part | null {
  const part = useSyncExternalStore(source.subscribe, source.read, () => null);
  const isMissing = isWanted && part === null;
  useEffect(() => {
    if (!isMissing) return;
    void source.ask();
    const timer = setInterval(source.ask, TRY_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isMissing, source]);
  return part;
}

/** A component that is not part of the first load; where it is drawn, it is wanted. */
export function shownLater<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  untilThen: ReactNode = null,
): ComponentType<Props> {
  const shown = later(load);
  return function ShownLater(props) {
    const Shown = shown.usePart(true);
    return Shown ? <Shown {...props} /> : untilThen;
  };
}

/**
 * The popup of a trigger, which takes `triggerProps`. A press while the popup is not here is kept: it
 * opens once it comes (`useOpenAtOnce` with `pressedId`).
 */
export function usePopup<Part, Handle>(
  popup: Later<Part>,
  createHandle: () => Handle,
  isOpen = false,
) {
  const id = useId();
  const [handle] = useState(createHandle);
  const [press, setPress] = useState<{ isByKey: boolean } | null>(null);
  const part = popup.usePart(press !== null || isOpen);
  const early = {
    'aria-expanded': false,
    // A press by key has no clicks to count.
    onClick: ({ detail }: { detail: number }) => setPress({ isByKey: detail === 0 }),
  };
  return {
    part,
    handle,
    pressedId: press ? id : null,
    isByKey: press?.isByKey ?? false,
    triggerProps: { id, handle, ...(!part && early) },
  };
}

function whenIdle(work: () => void): void {
  if (typeof window === 'undefined') return;
  const wait = () => {
    // Safari has none.
    if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 2_000 });
    else setTimeout(work, 200);
  };
  if (document.readyState === 'complete') wait();
  // After the event itself, so that nothing delays it.
  else window.addEventListener('load', () => setTimeout(wait), { once: true });
}
