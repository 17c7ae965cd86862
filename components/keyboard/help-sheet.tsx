'use client';

import { useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Kbd } from '@/components/ui/kbd';
import { PRESET_CHOICES } from '@/lib/preferences/rules';
import { COMMAND_GROUPS, type CommandName, commandOf } from './commands';
import { allKeys } from './key-words';
import { useKeyboard } from './keyboard-provider';

type HelpSheetProps = {
  names: readonly CommandName[];
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

/** Every key that does something on this page, with the preset in use. */
export function HelpSheet({ names, isOpen, onOpenChange }: HelpSheetProps) {
  const { preset } = useKeyboard();
  const [text, setText] = useState('');
  const presetName = PRESET_CHOICES.find(({ value }) => value === preset)?.label;
  const rows = names
    .map((name) => ({ name, ...commandOf(name), shown: allKeys(name, preset) }))
    .filter(({ shown }) => shown.length > 0)
    .filter(({ label, shown }) =>
      `${label} ${shown.join(' ')}`.toLowerCase().includes(text.trim().toLowerCase()),
    );
  return (
    <Dialog
      title="Keyboard shortcuts"
      description={`Preset: ${presetName}. Change it under Settings, Preferences.`}
      size="lg"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      <Input
        type="search"
        aria-label="Search shortcuts"
        placeholder="Search shortcuts"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {rows.length === 0 && (
        <p role="status" className="pt-4 text-ui text-fg-2">
          No shortcut matches “{text}”.
        </p>
      )}
      <div className="gap-x-8 pt-4 sm:columns-2">
        {COMMAND_GROUPS.map((group) => {
          const own = rows.filter((row) => row.group === group);
          return (
            own.length > 0 && (
              <section key={group} aria-label={group} className="break-inside-avoid pb-4">
                <h3 className="pb-1 text-meta text-fg-3">{group}</h3>
                <dl>
                  {own.map(({ name, label, shown }) => (
                    <div key={name} className="flex min-h-7 items-center justify-between gap-3">
                      <dt className="text-ui text-fg">{label}</dt>
                      <dd className="flex shrink-0 flex-wrap justify-end gap-2">
                        {shown.map((keys, index) => (
                          <span key={keys} className="inline-flex items-center gap-2">
                            {index > 0 && <span className="text-meta text-fg-3">or</span>}
                            <Kbd keys={keys} />
                          </span>
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            )
          );
        })}
      </div>
    </Dialog>
  );
}
