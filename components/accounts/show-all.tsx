'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';

interface ShowAllProps<Item> {
  items: readonly Item[];
  /** So many are shown until all are asked for. */
  most: number;
  /** Plural, for the button: "incidents". */
  noun: string;
  children: (shown: readonly Item[]) => ReactNode;
}

/** The first few of a list, and a button for the rest. */
export function ShowAll<Item>({ items, most, noun, children }: ShowAllProps<Item>) {
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? items : items.slice(0, most);
  return (
    <>
      {children(shown)}
      {items.length > most && (
        <Button
          variant="ghost"
          size={28}
          className="mt-2 -ms-2 self-start"
          aria-expanded={isAll}
          onClick={() => setIsAll(!isAll)}
        >
          {isAll ? `Show ${most} ${noun}` : `Show all ${items.length} ${noun}`}
        </Button>
      )}
    </>
  );
}
