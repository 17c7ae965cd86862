'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useAct } from '@/components/shell/use-act';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { counted } from '@/components/ui/counted';
import { IconButton } from '@/components/ui/icon-button';
import { useToast } from '@/components/ui/toast';
import { deleteLabelAction } from '@/lib/labels/actions';
import { labelKeys, labelUsesOptions } from '@/lib/labels/options';
import type { LabelRef } from '@/lib/labels/types';

type DeleteLabelProps = { label: LabelRef; conversationCount: number | null };

/** Says from how many conversations it goes, counted when it is asked and again by the act itself. */
export function DeleteLabel({ label, conversationCount }: DeleteLabelProps) {
  const client = useQueryClient();
  const toast = useToast();
  const { run, isPending, problem, forget } = useAct();
  const [isOpen, setIsOpen] = useState(false);
  useQuery({ ...labelUsesOptions(), enabled: isOpen });

  async function remove() {
    const done = await run(() => deleteLabelAction({ labelId: label.id }));
    if (!done) return;
    setIsOpen(false);
    const from = takenFrom(done.data.conversationCount);
    toast.show({ title: `Label ${label.name} deleted`, description: from, tone: 'ok' });
    await client.invalidateQueries({ queryKey: labelKeys.all });
  }

  return (
    <AlertDialog
      title={
        <>
          Delete the label <bdi>{label.name}</bdi>?
        </>
      }
      description={`${conversationCount === null ? 'It is taken from every conversation that carries it.' : takenFrom(conversationCount, 'It is')} The conversations stay. This cannot be undone.`}
      confirmLabel="Delete label"
      isOpen={isOpen}
      onOpenChange={(next) => {
        forget();
        setIsOpen(next);
        if (next) void client.invalidateQueries({ queryKey: labelKeys.uses });
      }}
      isPending={isPending}
      error={problem?.message}
      onConfirm={() => void remove()}
      trigger={<IconButton label={`Delete ${label.name}`} icon={<Trash2 />} />}
    />
  );
}

function takenFrom(count: number, subject = 'It was'): string {
  if (count === 0) return 'No conversation carries it.';
  return `${subject} taken from ${counted(count, 'conversation', 'conversations')}.`;
}
