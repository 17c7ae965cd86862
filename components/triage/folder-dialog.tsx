'use client';

import { useQuery } from '@tanstack/react-query';
import { Folder } from 'lucide-react';
import { folderTitle } from '@/components/inbox/folder-title';
import { LoadError } from '@/components/shell/load-error';
import { ChoiceList } from '@/components/ui/choice-list';
import { Dialog } from '@/components/ui/dialog';
import { foldersOptions } from '@/lib/emails/options';
import type { MailFolder } from '@/lib/emails/types';
import type { TriageAct } from './acts';
import type { QuestionProps } from './questions';

/** Moves threads of e-mails into a folder of their mailbox, which ends them here. */
export function FolderDialog({ subjects, onChoose, ...dialog }: QuestionProps) {
  const count = subjects.length;
  return (
    <Dialog
      title={count === 1 ? 'Move to folder' : `Move ${count} conversations to a folder`}
      description={
        count === 1
          ? 'Its e-mails go to that folder of the mailbox, and the conversation is done.'
          : 'Their e-mails go to that folder of the mailbox, and the conversations are done.'
      }
      size="sm"
      {...dialog}
    >
      <FolderChoice subjects={subjects} onChoose={onChoose} />
    </Dialog>
  );
}

function FolderChoice({ subjects, onChoose }: Pick<QuestionProps, 'subjects' | 'onChoose'>) {
  const query = useQuery(foldersOptions());
  const [accountId, ...others] = new Set(subjects.map((subject) => subject.accountId));
  const isOneMailbox = others.length === 0 && subjects.every(({ kind }) => kind === 'email');
  if (!isOneMailbox) {
    return <p className="text-fg-2">Select e-mails of one mailbox: each has folders of its own.</p>;
  }
  if (query.isError && !query.data) {
    return <LoadError query={query} title="The folders could not be loaded" />;
  }
  const folders = (query.data ?? [])
    .filter((folder) => folder.accountId === accountId && actOf(folder) !== null)
    .sort((one, other) => folderTitle(one).localeCompare(folderTitle(other)));
  return (
    <ChoiceList
      label="Folder"
      listLabel="Folders"
      placeholder="Find a folder"
      choices={folders.map((folder) => ({
        id: folder.id,
        label: folderTitle(folder),
        leading: <Folder />,
      }))}
      onChoose={(id) => {
        const folder = folders.find((one) => one.id === id);
        const act = folder && actOf(folder);
        if (act) onChoose(act);
      }}
      emptyText={(text) =>
        query.isPending
          ? 'Loading folders…'
          : text.trim()
            ? `No folder matches “${text.trim()}”.`
            : 'This mailbox has no folders yet.'
      }
      isPending={query.isPending}
    />
  );
}

/** Null for what is no place to move to: what was sent, and views of the provider's own. */
function actOf({ id, role, name }: MailFolder): TriageAct | null {
  switch (role) {
    case 'inbox':
      return { kind: 'place', place: 'inbox' };
    case 'archive':
      return { kind: 'place', place: 'done' };
    case 'trash':
    case 'spam':
      return { kind: 'place', place: 'done', filedTo: role };
    case 'unknown':
      return { kind: 'place', place: 'done', filedTo: `folder:${id}`, folderName: name };
    default:
      return null;
  }
}
