'use client';

import { useRouter } from 'next/navigation';
import type { CommandName } from './commands';
import { useCommand } from './keyboard-provider';

/** Where a command leads. */
export type Place = { name: CommandName; href: string };

/** Every place that exists in this workspace for this member; the palette and `g` lead there. */
export function PlaceCommands({ places }: { places: readonly Place[] }) {
  return places.map((place) => <PlaceCommand key={place.name} {...place} />);
}

function PlaceCommand({ name, href }: Place) {
  const router = useRouter();
  useCommand(name, () => router.push(href));
  return null;
}
