'use client';

import { NameForm } from '@/components/shell/name-form';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import type { Result } from '@/lib/core/result';
import { savedViewsKey } from '@/lib/saved-views/options';
import { MAX_VIEW_CHARACTERS } from '@/lib/saved-views/rules';

type Wanted = { name: string; isShared: boolean };

type ViewDialogProps = {
  title: string;
  saveLabel: string;
  start: Wanted;
  canShare: boolean;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  save: (wanted: Wanted) => Promise<Result<unknown>>;
};

/** The name of a view, and whether the whole team has it. */
export function ViewDialog(props: ViewDialogProps) {
  const { title, saveLabel, start, canShare, isOpen, onOpenChange, save } = props;
  return (
    <Dialog
      title={title}
      description="It keeps what narrows the list now, not the conversations in it."
      size="sm"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      <NameForm
        start={start}
        maxLength={MAX_VIEW_CHARACTERS}
        saveLabel={saveLabel}
        save={save}
        staleKey={savedViewsKey}
        onSaved={() => onOpenChange(false)}
      >
        {(wanted, change) =>
          canShare && (
            <Checkbox
              label="Share with the team"
              help="Everybody finds it among their views; it shows each of them what they may read."
              isChecked={wanted.isShared}
              onCheckedChange={(isShared) => change({ isShared })}
            />
          )
        }
      </NameForm>
    </Dialog>
  );
}
