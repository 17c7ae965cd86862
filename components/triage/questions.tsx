'use client';

import { type ReactNode, useRef, useState } from 'react';
import { shownLater } from '@/components/ui/later';
import type { TriageAct, TriageSubject } from './acts';

/** Acts that need an answer first: until when, which label, whose, where to. */
export type Question = 'snooze' | 'label' | 'assign' | 'folder';

export type QuestionProps = {
  subjects: readonly TriageSubject[];
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onChoose: (act: TriageAct) => void;
  onClosed: () => void;
};

// None of them is part of the first load of the inbox.
const DIALOGS = {
  snooze: shownLater(() => import('./snooze-dialog').then((module) => module.SnoozeDialog)),
  label: shownLater(() => import('./label-dialog').then((module) => module.LabelDialog)),
  folder: shownLater(() => import('./folder-dialog').then((module) => module.FolderDialog)),
  assign: shownLater(() => import('./assign-dialog').then((module) => module.AssignDialog)),
};

type Asked = { what: Question; subjects: readonly TriageSubject[]; isOpen: boolean };

/** Asks one question at a time; the act is done once its dialog is gone. */
export function useQuestions(perform: (act: TriageAct, ids: readonly string[]) => void): {
  ask: (what: Question, subjects: readonly TriageSubject[]) => void;
  dialog: ReactNode;
} {
  const [asked, setAsked] = useState<Asked | null>(null);
  const chosen = useRef<TriageAct | null>(null);

  const Dialog = asked && DIALOGS[asked.what];
  return {
    ask: (what, subjects) => setAsked({ what, subjects, isOpen: true }),
    dialog: asked && Dialog && (
      <Dialog
        subjects={asked.subjects}
        isOpen={asked.isOpen}
        onChoose={(act) => {
          chosen.current = act;
          setAsked({ ...asked, isOpen: false });
        }}
        onOpenChange={(isOpen) => setAsked({ ...asked, isOpen })}
        onClosed={() => {
          // Not earlier: the closing dialog gives the focus back to a row that then may leave.
          const act = chosen.current;
          chosen.current = null;
          setAsked(null);
          if (act) {
            perform(
              act,
              asked.subjects.map(({ id }) => id),
            );
          }
        }}
      />
    ),
  };
}
