'use client';

import { Download, Ellipsis, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { EraseDialog } from '@/components/erasure/erase-dialog';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { personExportHref } from '@/lib/erasure/options';
import type { PersonDetail } from '@/lib/people/types';

/** What a person may ask of us: all that is held of them, or that none of it is held any more. */
export function PersonMenu({ person }: { person: PersonDetail }) {
  const [isErasing, setIsErasing] = useState(false);
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
          <MenuItem icon={<Trash2 />} onSelect={() => setIsErasing(true)}>
            Erase…
          </MenuItem>
        )}
      </Menu>
      <EraseDialog person={person} isOpen={isErasing} onClose={() => setIsErasing(false)} />
    </>
  );
}
