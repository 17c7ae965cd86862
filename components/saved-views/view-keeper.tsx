'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useCommand } from '@/components/keyboard/keyboard-provider';
import { useAct } from '@/components/shell/use-act';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { shownLater } from '@/components/ui/later';
import type { ConversationFilter } from '@/lib/inbox/types';
import { changeViewAction, deleteViewAction, saveViewAction } from '@/lib/saved-views/actions';
import { savedViewsKey, savedViewsOptions } from '@/lib/saved-views/options';
import { viewOf } from '@/lib/saved-views/rules';
import type { SavedView } from '@/lib/saved-views/types';

// Not part of the first load of the inbox.
const ViewDialog = shownLater(() => import('./view-dialog').then((module) => module.ViewDialog));

/** Keeps what narrows the list as a view; of a kept one, the way to rename, share and delete it. */
export function ViewKeeper({ filter }: { filter: ConversationFilter }) {
  const { views = [], canShare = false } = useQuery(savedViewsOptions()).data ?? {};
  const view = viewOf(views, filter);
  const [asked, setAsked] = useState<'save' | 'change' | null>(null);
  useCommand('saveView', () => setAsked('save'), { isEnabled: !view });
  const onOpenChange = (isOpen: boolean) => {
    if (!isOpen) setAsked(null);
  };
  return (
    <span className="ms-auto inline-flex items-center gap-1">
      {!view && (
        <Button size={28} variant="ghost" onClick={() => setAsked('save')}>
          Save view
        </Button>
      )}
      {view?.canChange && (
        <>
          <IconButton
            label={`Change view ${view.name}`}
            icon={<Pencil />}
            onClick={() => setAsked('change')}
          />
          <DeleteView view={view} />
        </>
      )}
      {asked === 'save' && (
        <ViewDialog
          title="Save view"
          saveLabel="Save view"
          start={{ name: '', isShared: false }}
          canShare={canShare}
          isOpen
          onOpenChange={onOpenChange}
          save={(wanted) => saveViewAction({ ...wanted, filter })}
        />
      )}
      {asked === 'change' && view && (
        <ViewDialog
          title="Change view"
          saveLabel="Save"
          start={{ name: view.name, isShared: view.isShared }}
          canShare={canShare}
          isOpen
          onOpenChange={onOpenChange}
          save={(wanted) => changeViewAction({ viewId: view.id, ...wanted })}
        />
      )}
    </span>
  );
}

function DeleteView({ view }: { view: SavedView }) {
  const client = useQueryClient();
  const { run, isPending, problem, forget } = useAct();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <AlertDialog
      title={
        <>
          Delete the view <bdi>{view.name}</bdi>?
        </>
      }
      description={`${view.isShared ? 'Nobody in the team finds it any more.' : 'You find it no more.'} The conversations in it stay.`}
      confirmLabel="Delete view"
      isOpen={isOpen}
      onOpenChange={(next) => {
        forget();
        setIsOpen(next);
      }}
      isPending={isPending}
      error={problem?.message}
      onConfirm={() =>
        void run(() => deleteViewAction({ viewId: view.id })).then(async (done) => {
          if (!done) return;
          setIsOpen(false);
          await client.invalidateQueries({ queryKey: savedViewsKey });
        })
      }
      trigger={<IconButton label={`Delete view ${view.name}`} icon={<Trash2 />} />}
    />
  );
}
