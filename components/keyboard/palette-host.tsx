'use client';

import { useState } from 'react';
import { shownLater } from '@/components/ui/later';
import { COMMAND_NAMES, type CommandName, commandOf } from './commands';
import { useCommand, useKeyboard } from './keyboard-provider';

// Neither is part of the first load of any page.
const Palette = shownLater(() => import('./palette').then((module) => module.Palette));
const HelpSheet = shownLater(() => import('./help-sheet').then((module) => module.HelpSheet));

type Opened = { what: 'palette' | 'help'; names: readonly CommandName[]; isOpen: boolean };

/** Opens the palette and the list of shortcuts, each with what is possible at that moment. */
export function PaletteHost() {
  const { registry } = useKeyboard();
  const [opened, setOpened] = useState<Opened | null>(null);

  const open = (what: Opened['what'], isShown: (name: CommandName) => boolean) =>
    setOpened({ what, names: COMMAND_NAMES.filter(isShown), isOpen: true });
  const onOpenChange = (isOpen: boolean) =>
    setOpened((current) => current && { ...current, isOpen });
  useCommand('palette', () =>
    open('palette', (name) => !commandOf(name).isKeyOnly && registry.isOffered(name)),
  );
  useCommand('help', () => open('help', registry.isKnown));

  if (!opened) return null;
  const dialog = { names: opened.names, isOpen: opened.isOpen, onOpenChange };
  return opened.what === 'palette' ? <Palette {...dialog} /> : <HelpSheet {...dialog} />;
}
