'use client';

import { useQuery } from '@tanstack/react-query';
import { cx } from 'class-variance-authority';
import { Ellipsis, Lock } from 'lucide-react';
import { useRef, useState } from 'react';
import { BubbleTime } from '@/components/inbox/bubble-time';
import { clockTime } from '@/components/inbox/day-label';
import { useUndoToast } from '@/components/keyboard/use-undo-toast';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { deleteNoteAction, editNoteAction, restoreNoteAction } from '@/lib/notes/actions';
import { notesOptions } from '@/lib/notes/options';
import { noteParts } from '@/lib/notes/rules';
import type { ThreadNote } from '@/lib/notes/types';
import { MentionField } from './mention-field';
import { useRefreshNotes } from './use-notes';

type NoteCardProps = { note: ThreadNote; conversationId: string; isMarked: boolean };

/** A private note between the messages: across the whole width, unlike anything that was sent. */
export function NoteCard({ note, conversationId, isMarked }: NoteCardProps) {
  const clock = useClock();
  const [isEditing, setIsEditing] = useState(false);
  const act = useAct();
  const offerUndo = useUndoToast();
  const refresh = useRefreshNotes(conversationId);
  const author = note.isMine ? 'You' : note.authorName;

  async function remove() {
    const answer = await act.run(() => deleteNoteAction({ noteId: note.id }));
    await refresh();
    if (!answer) return;
    const restore = async () => {
      await restoreNoteAction({ noteId: note.id }).catch(() => null);
      await refresh();
    };
    offerUndo('Note deleted', () => void restore());
  }

  return (
    <article
      tabIndex={-1}
      data-item={note.id}
      data-message={note.id}
      data-marked={isMarked || undefined}
      aria-label={[
        `Private note by ${note.authorName}`,
        clock && clockTime(note.createdAt, clock),
        isMarked && 'found',
      ]
        .filter(Boolean)
        .join(', ')}
      className={cx(
        'mt-3 rounded-card border border-line bg-note px-3 py-2',
        isMarked && 'outline-2 outline-offset-2 outline-accent-text',
      )}
    >
      <div className="flex min-h-7 items-center gap-1.5 text-meta text-fg-2">
        <Lock aria-hidden="true" className="size-3.5 shrink-0" />
        <bdi className="max-w-40 shrink-0 truncate font-medium text-fg" title={author}>
          {author}
        </bdi>
        <BubbleTime at={note.createdAt} />
        {note.editedAt && <span className="shrink-0">Edited</span>}
        <span className="min-w-0 flex-1 truncate text-end">Only your team sees this</span>
        {(note.isMine || note.canDelete) && !isEditing && (
          <Menu
            align="end"
            trigger={<IconButton label="Note actions" icon={<Ellipsis />} size={28} />}
          >
            {note.isMine && <MenuItem onSelect={() => setIsEditing(true)}>Edit</MenuItem>}
            {note.canDelete && (
              <MenuItem tone="danger" onSelect={() => void remove()}>
                Delete
              </MenuItem>
            )}
          </Menu>
        )}
      </div>
      {isEditing ? (
        <NoteEditor
          note={note}
          conversationId={conversationId}
          onClose={() => setIsEditing(false)}
        />
      ) : (
        <p dir="auto" className="text-read break-words whitespace-pre-wrap text-fg">
          <NoteText text={note.text} names={note.mentions} />
        </p>
      )}
      {act.problem && (
        <p role="alert" className="text-meta text-bad">
          {act.problem.message}
        </p>
      )}
    </article>
  );
}

export function NoteText({ text, names }: { text: string; names: readonly string[] }) {
  let at = 0;
  return noteParts(text, names).map((part) => {
    const key = at;
    at += part.text.length;
    return part.isMention ? (
      <strong key={key} className="font-medium text-accent-text">
        {part.text}
      </strong>
    ) : (
      <span key={key}>{part.text}</span>
    );
  });
}

type NoteEditorProps = { note: ThreadNote; conversationId: string; onClose: () => void };

function NoteEditor({ note, conversationId, onClose }: NoteEditorProps) {
  const [text, setText] = useState(note.text);
  const people = useQuery(notesOptions(conversationId)).data?.people ?? [];
  const act = useAct();
  const refresh = useRefreshNotes(conversationId);
  const fieldRef = useRef<HTMLTextAreaElement>(null);

  async function save() {
    if (text.trim() === '') return;
    const answer = await act.run(() => editNoteAction({ noteId: note.id, text }));
    if (!answer) return;
    await refresh();
    onClose();
  }

  return (
    <div data-composer>
      <div className="relative rounded-control border border-line-strong bg-surface focus-within:border-accent-text">
        <MentionField
          label="Change the note"
          placeholder="Write a note"
          text={text}
          onChange={setText}
          people={people}
          fieldRef={fieldRef}
          isReadOnly={act.isPending}
          onKeyDown={(event) => {
            const isSave = event.key === 'Enter' && (event.metaKey || event.ctrlKey);
            if (event.key !== 'Escape' && !isSave) return;
            event.preventDefault();
            event.stopPropagation();
            if (isSave) void save();
            else onClose();
          }}
        />
      </div>
      <div className="flex items-center justify-end gap-2 pt-2">
        {act.problem && (
          <p role="alert" className="min-w-0 flex-1 text-meta text-bad">
            {act.problem.message}
          </p>
        )}
        <Button size={28} variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button
          size={28}
          disabled={text.trim() === ''}
          isPending={act.isPending}
          onClick={() => void save()}
        >
          Save
        </Button>
      </div>
    </div>
  );
}
