'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useInboxFacts } from '@/components/inbox/inbox-context';
import { useSelection, useSelectionState } from '@/components/inbox/selection';
import type { useConversationRows } from '@/components/inbox/use-conversation-rows';
import { useCommand } from '@/components/keyboard/keyboard-provider';
import { threadOptions } from '@/lib/inbox/options';
import type { ConversationFilter } from '@/lib/inbox/types';
import { belongsTo } from '@/lib/inbox/view-rules';
import {
  actFor,
  afterAct,
  changedBy,
  factsOf,
  nextAfter,
  putsAway,
  type TriageAct,
  type TriageIntent,
  type TriageSubject,
  withFacts,
} from './acts';
import { type Question, useQuestions } from './questions';
import { useTriage } from './triage-provider';

/** Acts on conversations as the inbox does: what leaves the list gives way to the next row. */
export type TriageActs = {
  /** The open conversation, with what is not known to have happened yet. */
  open: TriageSubject | null;
  /** Of the selection, else of the row with the focus, else of the open conversation. */
  canTriage: boolean;
  run: (intent: TriageIntent, ids: readonly string[]) => boolean;
  /** Asks what the act needs to know first; false where nothing can be done to any of them. */
  ask: (what: Question, ids: readonly string[]) => boolean;
};

const TriageActsContext = createContext<TriageActs | null>(null);

export function useTriageActs(): TriageActs {
  const acts = useContext(TriageActsContext);
  if (!acts) throw new Error('Acts of triage need a TriageActsProvider around them.');
  return acts;
}

type TriageActsProviderProps = {
  list: Pick<ReturnType<typeof useConversationRows>, 'rows' | 'indexOf'>;
  filter: ConversationFilter;
  openId: string | null;
  open: (id: string) => void;
  close: () => void;
  focusRow: (id: string) => void;
  children: ReactNode;
};

export function TriageActsProvider({ children, ...input }: TriageActsProviderProps) {
  const { list, filter, openId, open, close, focusRow } = input;
  const { rows, indexOf } = list;
  const { act, undoLatest, latestId } = useTriage();
  const { memberId, memberName } = useInboxFacts();
  const { targetIds, clear } = useSelection();
  const { selection, focusedId } = useSelectionState();
  const openSubject = useOpenSubject(openId, list);
  const questions = useQuestions(perform);

  const subjectsOf = (ids: readonly string[]): TriageSubject[] =>
    ids.flatMap((id) => {
      const row = rows[indexOf(id)];
      if (row) return { ...row, row };
      return openSubject?.id === id ? openSubject : [];
    });

  function perform(what: TriageAct, ids: readonly string[]): boolean {
    const subjects = changedBy(what, subjectsOf(ids));
    if (subjects.length === 0) return false;
    act(what, subjects);
    const nextId = goOn(what, subjects);
    if (putsAway(what) && selection.ids.size > 0 && ids.every((id) => selection.ids.has(id))) {
      clear();
      // The bar that was pressed is gone with the selection.
      const stayId = nextId ?? focusedId;
      if (stayId) focusRow(stayId);
    }
    return true;
  }

  /** To the next row that stays; a conversation that was put away is open no longer. */
  function goOn(what: TriageAct, subjects: readonly TriageSubject[]): string | null {
    const leaving = new Set(
      subjects
        .filter(({ row }) => !row || !belongsTo(filter, withFacts(row, afterAct(row, what))))
        .map(({ id }) => id),
    );
    const isOpenPutAway = openId !== null && leaving.has(openId) && putsAway(what);
    const fromId = isOpenPutAway ? openId : focusedId;
    if (!fromId || !leaving.has(fromId)) return null;
    // What is open stays in the list until another one is opened.
    if (fromId === openId && !isOpenPutAway) return null;
    const nextId = indexOf(fromId) < 0 ? null : nextAfter(rows, leaving, fromId);
    if (nextId) focusRow(nextId);
    if (isOpenPutAway && nextId) open(nextId);
    else if (isOpenPutAway) close();
    return nextId;
  }

  const targets = subjectsOf(targetIds);
  const canTriage = targets.some((subject) => subject.canTriage);
  const canFile = targets.some(({ canTriage: may, kind }) => may && kind === 'email');
  const run = (intent: TriageIntent, ids: readonly string[]) => {
    const subjects = subjectsOf(ids).filter((subject) => subject.canTriage);
    if (subjects.length === 0) return false;
    return perform(actFor(intent, subjects, { memberId, name: memberName }), ids);
  };
  const ask = (what: Question, ids: readonly string[]) => {
    const own = subjectsOf(ids).filter((subject) => subject.canTriage);
    if (own.length > 0) questions.ask(what, own);
    return own.length > 0;
  };

  const options = { isEnabled: canTriage };
  useCommand('done', () => run('done', targetIds), options);
  useCommand('trash', () => run('trash', targetIds), { isEnabled: canFile });
  useCommand('spam', () => run('spam', targetIds), { isEnabled: canFile });
  useCommand('moveToFolder', () => ask('folder', targetIds), { isEnabled: canFile });
  useCommand('backToInbox', () => run('inbox', targetIds), options);
  useCommand('toggleUnread', () => run('unread', targetIds), options);
  useCommand('star', () => run('star', targetIds), options);
  useCommand('assignToMe', () => run('mine', targetIds), options);
  useCommand('mute', () => run('mute', targetIds), options);
  useCommand('snooze', () => ask('snooze', targetIds), options);
  useCommand('label', () => ask('label', targetIds), options);
  useCommand('assign', () => ask('assign', targetIds), options);
  const undo = () => {
    const ids = undoLatest();
    const [first] = ids ?? [];
    if (first && !openId) focusRow(first);
    return ids !== null;
  };
  useCommand('undo', undo, { doneAs: latestId });

  const acts = { open: openSubject, canTriage, run, ask };
  return (
    <TriageActsContext value={acts}>
      {children}
      {questions.dialog}
    </TriageActsContext>
  );
}

/** The open conversation stands in no row when it was opened by its address. */
function useOpenSubject(
  openId: string | null,
  { rows, indexOf }: TriageActsProviderProps['list'],
): TriageSubject | null {
  const { pending } = useTriage();
  const query = useInfiniteQuery({ ...threadOptions(openId ?? ''), enabled: false });
  const header = openId ? query.data?.pages[0]?.header : undefined;
  return useMemo(() => {
    if (!header) return null;
    const facts = pending.get(header.id)?.facts ?? factsOf(header);
    const row = rows[indexOf(header.id)] ?? null;
    const { id, accountId, kind, name } = header;
    return { ...facts, id, accountId, kind, name, row };
  }, [header, pending, rows, indexOf]);
}
