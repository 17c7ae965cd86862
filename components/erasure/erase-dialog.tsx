'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useAct } from '@/components/shell/use-act';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { useToast } from '@/components/ui/toast';
import { erasePersonAction } from '@/lib/erasure/actions';
import type { PersonDetail } from '@/lib/people/types';
import { ErasureTerms } from './erasure-terms';

type EraseDialogProps = {
  person: Pick<PersonDetail, 'id' | 'name'>;
  isOpen: boolean;
  onClose: () => void;
  /** From the press on nothing is asked of somebody who may be gone; false where they are not erased after all. */
  onErasing: (isErasing: boolean) => void;
};

/** Asks before somebody is erased, and says what goes and what stays. */
export function EraseDialog({ person, isOpen, onClose, onErasing }: EraseDialogProps) {
  const act = useAct();
  const toast = useToast();
  const router = useRouter();
  const client = useQueryClient();

  async function erase() {
    onErasing(true);
    const done = await act.run(() => erasePersonAction({ personId: person.id }));
    if (!done) return onErasing(false);
    onClose();
    toast.show({
      title: `${person.name} is being erased`,
      description: 'The settings under Privacy tell when it is done.',
    });
    router.push('/people');
    await client.invalidateQueries({ queryKey: ['people'] });
  }

  return (
    <AlertDialog
      title={
        <>
          Erase <bdi>{person.name}</bdi>?
        </>
      }
      description="This cannot be undone. It reaches every account of the workspace, private ones too."
      confirmLabel="Erase"
      typedConfirmation={person.name}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (open) return;
        onClose();
        act.forget();
      }}
      isPending={act.isPending}
      error={act.problem?.message}
      onConfirm={() => void erase()}
    >
      <ErasureTerms />
    </AlertDialog>
  );
}
