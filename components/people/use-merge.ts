'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useUndoToast } from '@/components/keyboard/use-undo-toast';
import { type Act, useAct } from '@/components/shell/use-act';
import { useToast } from '@/components/ui/toast';
import type { Result } from '@/lib/core/result';
import { mergePeopleAction, unmergePeopleAction } from '@/lib/people/actions';
import type { PersonDetail, PersonMerge } from '@/lib/people/types';

/** Merging and taking a merge back, each undone by the other. */
export function useMerge(person: Pick<PersonDetail, 'id' | 'name'>): {
  mergeAct: Act;
  /** True once it is done. */
  merge: (other: { personId: string; name: string }) => Promise<boolean>;
  separate: (merge: PersonMerge) => Promise<void>;
} {
  const client = useQueryClient();
  const mergeAct = useAct();
  const toast = useToast();
  const undoToast = useUndoToast();
  const refresh = () => client.invalidateQueries({ queryKey: ['people'] });

  async function undo(call: () => Promise<Result<unknown>>) {
    const done = await call().catch(() => null);
    if (!done?.ok) {
      const description = done?.problem.message ?? 'Switchboard did not answer.';
      toast.show({ tone: 'bad', title: 'Not undone', description, timeoutMs: 0 });
    }
    await refresh();
  }

  async function merge({ personId, name }: { personId: string; name: string }) {
    const pair = { personId: person.id, otherPersonId: personId };
    const done = await mergeAct.run(() => mergePeopleAction(pair));
    if (!done) return false;
    const { mergeId } = done.data;
    undoToast(
      `${name} and ${person.name} are one person`,
      () => void undo(() => unmergePeopleAction({ mergeId })),
    );
    await refresh();
    return true;
  }

  async function separate({ id, personId, name }: PersonMerge) {
    const done = await mergeAct.run(() => unmergePeopleAction({ mergeId: id }));
    if (done) {
      const pair = { personId: person.id, otherPersonId: personId };
      undoToast(
        `${name} is a person of their own again`,
        () => void undo(() => mergePeopleAction(pair)),
      );
    }
    await refresh();
  }

  return { mergeAct, merge, separate };
}
