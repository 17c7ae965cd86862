'use client';

import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useClock } from '@/components/ui/clock';
import { useToast } from '@/components/ui/toast';
import { newId } from '@/lib/core/ids';
import { inboxKeys } from '@/lib/inbox/options';
import type { ConversationFilter, ConversationPage, ThreadPage } from '@/lib/inbox/types';
import { undoAction } from '@/lib/triage/actions';
import type { TriageChange } from '@/lib/triage/types';
import { actSentence } from './act-words';
import {
  afterAct,
  applyToPages,
  factsOf,
  type PendingFacts,
  type TriageAct,
  type TriageSubject,
} from './acts';
import { sendAct } from './send-act';

const LISTS = [...inboxKeys.all, 'list'];
/** So many acts can be taken back one after the other. */
const MAX_DEEDS = 50;
const nothing = () => undefined;
const UNREACHABLE = 'Switchboard cannot be reached. Nothing was undone.';

type Facts = ReadonlyMap<string, PendingFacts>;
type Layer = { id: string; facts: Facts };
type Deed = {
  id: string;
  toastId: string;
  before: Facts;
  /** What the server changed; null when it refused. */
  changes: Promise<TriageChange[] | null>;
};
export type TriageProblem = { title: string; message: string };

type Triage = {
  /** Of every conversation, what is not known to have happened yet. */
  pending: Facts;
  problem: TriageProblem | null;
  dismissProblem: () => void;
  act: (act: TriageAct, subjects: readonly TriageSubject[]) => void;
  /** Takes the latest act back. Returns its conversations, or null if there is none. */
  undoLatest: () => readonly string[] | null;
  /** The id of the latest act that can be taken back. */
  latestId: () => string | undefined;
};

const TriageContext = createContext<Triage | null>(null);

/**
 * Acts are on screen at once, over what the server said last. A layer goes once the lists hold what
 * came of it, or when the server refused: then every row is back in its place.
 */
export function TriageProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const toast = useToast();
  const clock = useClock();
  const [layers, setLayers] = useState<readonly Layer[]>([]);
  const [problem, setProblem] = useState<TriageProblem | null>(null);
  const deeds = useRef<Deed[]>([]);
  const last = useRef<Promise<void>>(Promise.resolve());
  const pending = useMemo(() => new Map(layers.flatMap(({ facts }) => [...facts])), [layers]);

  const show = useCallback(
    async <Answer,>(
      facts: Facts,
      ask: () => Promise<Answer>,
      kept: (answer: Answer) => Facts | null,
    ) => {
      const id = newId();
      setLayers((all) => [...all, { id, facts }]);
      // One after the other: undone and done again at once must end done on the server as well.
      const mine = last.current.then(ask);
      last.current = mine.then(nothing, nothing);
      const answer = await mine;
      const done = kept(answer);
      if (done) await writeFacts(client, done);
      setLayers((all) => all.filter((layer) => layer.id !== id));
      const threads = [...facts.keys()].map(inboxKeys.thread);
      for (const queryKey of [LISTS, inboxKeys.unread, ...threads]) {
        void client.invalidateQueries({ queryKey });
      }
      return answer;
    },
    [client],
  );

  const putBack = useCallback((deed: Deed) => {
    deeds.current = [...deeds.current, deed].sort((one, two) => (one.id < two.id ? -1 : 1));
  }, []);

  const undo = useCallback(
    async (deed: Deed) => {
      if (!deeds.current.includes(deed)) return;
      deeds.current = deeds.current.filter((other) => other !== deed);
      toast.close(deed.toastId);
      const ask = async () => {
        const changes = await deed.changes;
        if (!changes || changes.length === 0) return { undone: new Set<string>(), message: null };
        const result = await undoAction({ changes }).catch(() => null);
        const message = result?.ok === false ? result.problem.message : UNREACHABLE;
        // Nobody refused it, so that the key means it again.
        if (!result || (!result.ok && result.problem.code === 'unavailable')) putBack(deed);
        return result?.ok
          ? { undone: new Set(result.data.changes.map((one) => one.conversationId)), message: null }
          : { undone: new Set<string>(), message };
      };
      const { message } = await show(
        deed.before,
        ask,
        ({ undone }) => new Map([...deed.before].filter(([id]) => undone.has(id))),
      );
      if (message) setProblem({ title: 'It could not be undone', message });
    },
    [show, toast, putBack],
  );

  const act = useCallback(
    (what: TriageAct, subjects: readonly TriageSubject[]) => {
      const times = { nowMs: Date.now(), timeZone: clock?.timeZone ?? 'UTC' };
      const sentence = actSentence(what, subjects, times);
      const factsBy = (change: (subject: TriageSubject) => PendingFacts['facts']): Facts =>
        new Map(subjects.map((one) => [one.id, { facts: change(one), row: one.row }]));
      setProblem(null);
      const after = factsBy((subject) => afterAct(factsOf(subject), what));
      const ids = subjects.map(({ id }) => id);
      const answer = show(
        after,
        () => sendAct(what, ids),
        (result) => (result.ok ? after : null),
      );
      const deed: Deed = {
        id: newId(),
        toastId: '',
        before: factsBy(factsOf),
        changes: answer.then((result) => (result.ok ? result.data.changes : null)),
      };
      deed.toastId = toast.show({
        title: sentence,
        action: { label: 'Undo', onAction: () => void undo(deed) },
      });
      deeds.current = [...deeds.current.slice(1 - MAX_DEEDS), deed];
      void answer.then((result) => {
        if (result.ok) return;
        deeds.current = deeds.current.filter((other) => other !== deed);
        toast.close(deed.toastId);
        setProblem({ title: `It did not work: ${sentence}`, message: result.problem.message });
      });
    },
    [clock?.timeZone, show, toast, undo],
  );

  const undoLatest = useCallback(() => {
    const latest = deeds.current.at(-1);
    if (!latest) return null;
    void undo(latest);
    return [...latest.before.keys()];
  }, [undo]);

  const latestId = useCallback(() => deeds.current.at(-1)?.id, []);
  const dismissProblem = useCallback(() => setProblem(null), []);
  const value = useMemo(
    () => ({ pending, problem, dismissProblem, act, undoLatest, latestId }),
    [pending, problem, dismissProblem, act, undoLatest, latestId],
  );
  return <TriageContext value={value}>{children}</TriageContext>;
}

export function useTriage(): Triage {
  const triage = useContext(TriageContext);
  if (!triage) throw new Error('Triage needs a TriageProvider around it.');
  return triage;
}

/** An answer that was asked for before the act must not come over it. */
async function writeFacts(client: QueryClient, facts: Facts): Promise<void> {
  await client.cancelQueries({ queryKey: LISTS });
  const lists = client.getQueriesData<InfiniteData<ConversationPage>>({ queryKey: LISTS });
  for (const [key, data] of lists) {
    const filter = key[2] as ConversationFilter;
    if (data) client.setQueryData(key, { ...data, pages: applyToPages(data.pages, facts, filter) });
  }
  for (const [id, change] of facts) {
    client.setQueryData<InfiniteData<ThreadPage>>(
      inboxKeys.thread(id),
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            header: { ...page.header, ...change.facts },
          })),
        },
    );
  }
}
