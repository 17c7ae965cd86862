'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { COMMAND_NAMES, type CommandName, commandOf } from './commands';
import { useCommand, useKeyboard } from './keyboard-provider';

const loadPalette = () => import('./palette');
const loadHelp = () => import('./help-sheet');
// Neither is part of the first load of any page.
const Palette = dynamic(() => loadPalette().then((module) => module.Palette), { ssr: false });
const HelpSheet = dynamic(() => loadHelp().then((module) => module.HelpSheet), { ssr: false });

type Opened = { what: 'palette' | 'help'; names: readonly CommandName[]; isOpen: boolean };

/** Opens the palette and the list of shortcuts, each with what is possible at that moment. */
export function PaletteHost() {
  const { registry } = useKeyboard();
  const [opened, setOpened] = useState<Opened | null>(null);

  // Fetched while nothing else happens, so that the first opening waits for no network.
  useEffect(() => {
    const timer = setTimeout(() => void Promise.all([loadPalette(), loadHelp()]), 2_000);
    return () => clearTimeout(timer);
  }, []);

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
