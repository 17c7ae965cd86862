'use client';

import { Download, Ellipsis, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { EraseDialog } from '@/components/erasure/erase-dialog';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { personExportHref } from '@/lib/erasure/options';
import type { PersonDetail } from '@/lib/people/types';

type PersonMenuProps = { person: PersonDetail; onErasing: (isErasing: boolean) => void };

/** What a person may ask of us: all that is held of them, or that none of it is held any more. */
export function PersonMenu({ person, onErasing }: PersonMenuProps) {
  const [isAsking, setIsAsking] = useState(false);
  if (!person.canExport && !person.canErase) return null;
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton label={`More for ${person.name}`} icon={<Ellipsis />} />}
      >
        {person.canExport && (
          <MenuItem
            icon={<Download />}
            onSelect={() => window.location.assign(personExportHref(person.id))}
          >
            Export what is held
          </MenuItem>
        )}
        {person.canErase && (
          <MenuItem icon={<Trash2 />} onSelect={() => setIsAsking(true)}>
            Erase…
          </MenuItem>
        )}
      </Menu>
      <EraseDialog
        person={person}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onErasing={onErasing}
      />
    </>
  );
}
