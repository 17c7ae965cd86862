'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { NameForm } from '@/components/shell/name-form';
import { useAct } from '@/components/shell/use-act';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import {
  addDeviceAction,
  deleteExtensionAction,
  removeDeviceAction,
} from '@/lib/extension/actions';
import { extensionOptions } from '@/lib/extension/options';
import type { ExtensionDevice } from '@/lib/extension/types';

function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: extensionOptions().queryKey });
}

export function PairButton({ onPress }: { onPress: () => void }) {
  return (
    <Button variant="primary" icon={<Plus />} onClick={onPress}>
      Pair a browser
    </Button>
  );
}

/** Names the browser, then shows its code, once: it must outlive the button that the first browser takes away. */
export function PairDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [code, setCode] = useState<string | null>(null);
  return (
    <Dialog
      title="Pair a browser"
      description={
        code
          ? 'Paste this code into the extension now. It is shown only here and only once.'
          : 'Each browser gets a code of its own, which you can take back at any time.'
      }
      isOpen={isOpen}
      onOpenChange={(next) => !next && onClose()}
      onClosed={() => setCode(null)}
    >
      {code ? (
        <div className="flex flex-col gap-4">
          <Field label="Code">
            <Input readOnly value={code} onFocus={(event) => event.target.select()} />
          </Field>
          <div className="flex justify-end gap-2">
            <CopyButton text={code} label="Copy code" size={32} variant="primary" />
            <Button onClick={onClose}>Done</Button>
          </div>
        </div>
      ) : (
        <NameForm
          start={{ name: '' }}
          maxLength={60}
          saveLabel="Make a code"
          save={async (wanted) => {
            const made = await addDeviceAction(wanted);
            if (made.ok) setCode(made.data.code);
            return made;
          }}
          staleKey={extensionOptions().queryKey}
          onSaved={() => {}}
        >
          {() => (
            <p className="text-meta text-fg-3">
              So that you recognise it later, for example “Chrome at work”.
            </p>
          )}
        </NameForm>
      )}
    </Dialog>
  );
}

export function RemoveBrowser({ device }: { device: ExtensionDevice }) {
  const act = useAct();
  const refresh = useRefresh();
  const [isOpen, setIsOpen] = useState(false);
  const remove = async () => {
    if (!(await act.run(() => removeDeviceAction({ deviceId: device.id })))) return;
    setIsOpen(false);
    await refresh();
  };
  return (
    <AlertDialog
      title={
        <>
          Remove the browser <bdi>{device.name}</bdi>?
        </>
      }
      description="Its code is worth nothing from then on and its cookie is erased. Your account stays connected."
      confirmLabel="Remove browser"
      isOpen={isOpen}
      onOpenChange={(next) => {
        act.forget();
        setIsOpen(next);
      }}
      isPending={act.isPending}
      error={act.problem?.message}
      onConfirm={() => void remove()}
      trigger={<Button aria-label={`Remove ${device.name}`}>Remove</Button>}
    />
  );
}

export function DeleteExtension() {
  const act = useAct();
  const refresh = useRefresh();
  const [isOpen, setIsOpen] = useState(false);
  const remove = async () => {
    if (!(await act.run(() => deleteExtensionAction({})))) return;
    setIsOpen(false);
    await refresh();
  };
  return (
    <AlertDialog
      title="Delete everything of the extension?"
      description="Every code of yours stops working, every cookie is erased, and so is the list of uses. This cannot be undone."
      confirmLabel="Delete everything"
      isOpen={isOpen}
      onOpenChange={(next) => {
        act.forget();
        setIsOpen(next);
      }}
      isPending={act.isPending}
      error={act.problem?.message}
      onConfirm={() => void remove()}
      trigger={<Button>Delete all</Button>}
    />
  );
}
