'use client';

import { cx } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { useCommand } from '@/components/keyboard/keyboard-provider';
import { NoteComposer } from '@/components/notes/note-composer';
import { Composer } from './composer';
import { useInboxFacts } from './inbox-context';
import { useDraft } from './use-draft';

export type ComposerMode = 'reply' | 'note';

type ThreadComposerProps = Omit<ComponentProps<typeof Composer>, 'tabs'> & {
  mode: ComposerMode;
  /** Changes what is written, and puts the focus there. */
  onMode: (mode: ComposerMode) => void;
  onNoteWritten: () => void;
};

/** Reply or private note: two texts, each with its own draft. */
export function ThreadComposer({ mode, onMode, onNoteWritten, ...reply }: ThreadComposerProps) {
  const { header, onLeave, fieldRef } = reply;
  const canWrite = header.canWriteNotes;
  useCommand('note', () => onMode('note'), { isEnabled: canWrite });
  useCommand('reply', () => onMode('reply'), { isEnabled: mode === 'note' });
  const tabs = canWrite ? <Tabs conversationId={header.id} mode={mode} onMode={onMode} /> : null;
  if (mode === 'note' && canWrite) {
    return (
      <NoteComposer
        header={header}
        tabs={tabs}
        onWritten={onNoteWritten}
        onLeave={onLeave}
        fieldRef={fieldRef}
      />
    );
  }
  return <Composer {...reply} tabs={tabs} />;
}

type TabsProps = Pick<ThreadComposerProps, 'mode' | 'onMode'> & { conversationId: string };

function Tabs({ conversationId, mode, onMode }: TabsProps) {
  const { memberId } = useInboxFacts();
  const drafts = {
    reply: useDraft(memberId, conversationId).text,
    note: useDraft(memberId, conversationId, 'note').text,
  };
  return (
    <fieldset className="flex shrink-0 gap-1" aria-label="What to write">
      {(['reply', 'note'] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={mode === one}
          onClick={() => onMode(one)}
          className={cx(
            'inline-flex h-6 items-center gap-1 rounded-control px-2 text-meta pointer-coarse:h-9',
            mode === one ? 'bg-hover font-medium text-fg' : 'text-fg-2 hover:text-fg',
          )}
        >
          {one === 'reply' ? 'Reply' : 'Note'}
          {mode !== one && drafts[one].trim() !== '' && <span>· draft</span>}
        </button>
      ))}
    </fieldset>
  );
}
