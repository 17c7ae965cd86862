'use client';

import { useQuery } from '@tanstack/react-query';
import { Lock, NotebookPen } from 'lucide-react';
import { type ReactNode, type RefObject, useId, useRef } from 'react';
import { composerKeys } from '@/components/inbox/composer-keys';
import { useInboxFacts } from '@/components/inbox/inbox-context';
import { appendDraft, useDraft } from '@/components/inbox/use-draft';
import { useUndoToast } from '@/components/keyboard/use-undo-toast';
import { usePreferences } from '@/components/preferences/use-preferences';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Tooltip } from '@/components/ui/tooltip';
import { newId } from '@/lib/core/ids';
import type { ThreadHeader } from '@/lib/inbox/types';
import { deleteNoteAction, writeNoteAction } from '@/lib/notes/actions';
import { notesOptions } from '@/lib/notes/options';
import { MAX_NOTE_CHARACTERS, mentionedIn } from '@/lib/notes/rules';
import { MentionField } from './mention-field';
import { useRefreshNotes } from './use-notes';

type NoteComposerProps = {
  header: ThreadHeader;
  /** The way back to the reply. */
  tabs: ReactNode;
  onWritten: () => void;
  onLeave: () => void;
  fieldRef: RefObject<HTMLElement | null>;
};

/** Writes a note for the team. Tinted as a whole, so that nobody takes it for a reply. */
export function NoteComposer({ header, tabs, onWritten, onLeave, fieldRef }: NoteComposerProps) {
  const { memberId } = useInboxFacts();
  const { sendsOnEnter } = usePreferences();
  const { text, set } = useDraft(memberId, header.id, 'note');
  const people = useQuery(notesOptions(header.id)).data?.people ?? [];
  const act = useAct();
  const offerUndo = useUndoToast();
  const refresh = useRefreshNotes(header.id);
  const clientId = useRef<string | null>(null);
  const whoId = useId();
  const strangers = mentionedIn(text, people).filter(({ canRead }) => !canRead);
  const isTooLong = text.length > MAX_NOTE_CHARACTERS;
  const canWrite = text.trim() !== '' && !isTooLong && !act.isPending;

  async function write() {
    if (!canWrite) return;
    // The same until it is stored, so that a second try cannot write it twice.
    clientId.current ??= newId();
    const input = { conversationId: header.id, clientId: clientId.current, text };
    const answer = await act.run(() => writeNoteAction(input));
    if (!answer) return;
    clientId.current = null;
    set('');
    onWritten();
    await refresh();
    const { noteId } = answer.data;
    offerUndo('Note added', () => void takeBack(noteId));
  }

  async function takeBack(noteId: string) {
    const answer = await act.run(() => deleteNoteAction({ noteId }));
    if (answer) appendDraft(memberId, header.id, answer.data.text, 'note');
    await refresh();
    fieldRef.current?.focus();
  }

  const onKeyDown = composerKeys({ sendsOnEnter, onSend: () => void write(), onLeave });

  return (
    <div className="px-4 pb-4" data-composer>
      <div className="relative mx-auto max-w-190 rounded-card border border-line-strong bg-note transition-colors focus-within:border-accent-text">
        <div className="flex items-center gap-3 px-2 pt-1.5">
          {tabs}
          <p id={whoId} className="flex min-w-0 items-center gap-1.5 px-1 text-meta text-fg-2">
            <Lock aria-hidden="true" className="size-3.5 shrink-0" />
            <span className="truncate">Only your team sees this</span>
          </p>
        </div>
        <MentionField
          label="Private note"
          describedBy={whoId}
          placeholder="Write a note, @ names a colleague"
          text={text}
          onChange={(next) => {
            act.forget();
            set(next);
          }}
          people={people}
          fieldRef={fieldRef}
          onKeyDown={onKeyDown}
          isReadOnly={act.isPending}
        />
        <div className="flex min-h-9 items-center justify-end gap-3 px-2 pb-2">
          <p role="status" className="min-w-0 flex-1 px-1 text-meta text-fg-2">
            {isTooLong && `${text.length - MAX_NOTE_CHARACTERS} characters too long`}
            {!isTooLong && strangers.length > 0 && unreachedText(strangers)}
          </p>
          {act.problem && (
            <p role="alert" className="text-meta text-bad">
              {act.problem.message}
            </p>
          )}
          <Tooltip content="Add note" keys={sendsOnEnter ? 'Enter' : 'Mod+Enter'}>
            <Button
              variant="secondary"
              size={28}
              icon={<NotebookPen />}
              disabled={!canWrite}
              isPending={act.isPending}
              onClick={() => void write()}
            >
              Add note
            </Button>
          </Tooltip>
        </div>
      </div>
    </div>
  );
}

/** Naming somebody opens nothing to them, so it is said before. */
function unreachedText(people: readonly { name: string }[]): string {
  const names = new Intl.ListFormat('en').format(people.map(({ name }) => name));
  return `${names} cannot see this conversation and will not be told.`;
}
