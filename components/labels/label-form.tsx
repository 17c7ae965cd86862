'use client';

import { Pencil, Plus } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { NameForm } from '@/components/shell/name-form';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import type { Result } from '@/lib/core/result';
import { changeLabelAction, createLabelAction } from '@/lib/labels/actions';
import { labelKeys } from '@/lib/labels/options';
import {
  LABEL_COLOUR_NAMES,
  LABEL_COLOUR_ORDER,
  MAX_LABEL_CHARACTERS,
  nextColour,
} from '@/lib/labels/rules';
import type { LabelColour, LabelRef } from '@/lib/labels/types';
import { LabelDot } from './label-chips';

type Wanted = { name: string; colour: LabelColour };

export function NewLabelButton({ labels }: { labels: readonly LabelRef[] }) {
  return (
    <LabelDialog
      title="New label"
      saveLabel="Create label"
      start={{ name: '', colour: nextColour(labels) }}
      trigger={
        <Button variant="primary" icon={<Plus />}>
          New label
        </Button>
      }
      save={createLabelAction}
    />
  );
}

export function ChangeLabelButton({ label }: { label: LabelRef }) {
  return (
    <LabelDialog
      title="Change label"
      saveLabel="Save"
      start={{ name: label.name, colour: label.colour }}
      trigger={<IconButton label={`Change ${label.name}`} icon={<Pencil />} />}
      save={(wanted) => changeLabelAction({ labelId: label.id, ...wanted })}
    />
  );
}

type LabelDialogProps = {
  title: string;
  saveLabel: string;
  start: Wanted;
  trigger: ReactElement;
  save: (wanted: Wanted) => Promise<Result<unknown>>;
};

function LabelDialog({ title, saveLabel, start, trigger, save }: LabelDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog title={title} size="sm" trigger={trigger} isOpen={isOpen} onOpenChange={setIsOpen}>
      <NameForm
        start={start}
        maxLength={MAX_LABEL_CHARACTERS}
        saveLabel={saveLabel}
        save={save}
        staleKey={labelKeys.all}
        onSaved={() => setIsOpen(false)}
      >
        {({ colour: chosen }, change) => (
          <Field label="Colour" isButtonControl>
            <Select
              value={chosen}
              onValueChange={(colour) => change({ colour })}
              options={LABEL_COLOUR_ORDER.map((colour) => ({
                value: colour,
                label: LABEL_COLOUR_NAMES[colour],
                icon: <LabelDot colour={colour} className="size-3!" />,
              }))}
            />
          </Field>
        )}
      </NameForm>
    </Dialog>
  );
}
