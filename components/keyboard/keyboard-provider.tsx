'use client';

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import { usePreferences } from '@/components/preferences/use-preferences';
import type { ShortcutPreset } from '@/lib/preferences/types';
import {
  type CommandEntry,
  type CommandHandler,
  type CommandRegistry,
  createCommandRegistry,
} from './command-registry';
import type { CommandName } from './commands';
import { taughtKeys } from './key-words';
import { bindingsOf, matchKey, type Pending } from './match-key';
import { readPress } from './read-press';

type Keyboard = { registry: CommandRegistry; preset: ShortcutPreset };

const KeyboardContext = createContext<Keyboard | null>(null);

/** Listens for the keys of every command. Mounted once, around all pages of the app. */
export function KeyboardProvider({ children }: { children: ReactNode }) {
  const preset = usePreferences().shortcuts;
  const [registry] = useState(createCommandRegistry);
  useKeys(registry, preset);
  const keyboard = useMemo(() => ({ registry, preset }), [registry, preset]);
  return <KeyboardContext value={keyboard}>{children}</KeyboardContext>;
}

/**
 * Says what a command does here, for as long as the component is there. Of several components the one
 * that was mounted last and is enabled acts, of several undos the latest deed. A handler that returns `false` leaves the key alone.
 */
export function useCommand(
  name: CommandName,
  handler: CommandHandler,
  { isEnabled = true, doneAs }: { isEnabled?: boolean; doneAs?: CommandEntry['doneAs'] } = {},
): void {
  const { registry } = useKeyboard();
  const run = useEffectEvent(handler);
  const readIsEnabled = useEffectEvent(() => isEnabled);
  const readDoneAs = useEffectEvent(() => doneAs?.());
  useEffect(
    () =>
      registry.register(name, {
        run: (key) => run(key),
        isEnabled: () => readIsEnabled(),
        doneAs: () => readDoneAs(),
      }),
    [registry, name],
  );
}

/** The keys of a command as `Tooltip`, `MenuItem` and `Kbd` take them; none with the preset "Off". */
export function useKeysOf(name: CommandName): string | undefined {
  const preset = useContext(KeyboardContext)?.preset ?? 'default';
  return taughtKeys(name, preset);
}

export function useKeyboard(): Keyboard {
  const keyboard = useContext(KeyboardContext);
  if (!keyboard) throw new Error('Commands need a KeyboardProvider around them.');
  return keyboard;
}

function useKeys(registry: CommandRegistry, preset: ShortcutPreset): void {
  const pending = useRef<Pending | null>(null);
  const bindings = useMemo(() => bindingsOf(preset), [preset]);
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const match = matchKey(
      readPress(event),
      pending.current,
      event.timeStamp,
      bindings,
      registry.isOffered,
    );
    pending.current = match.pending;
    if (!match.isTaken) return;
    if (match.name === null || registry.run(match.name, event.key)) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handle(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
