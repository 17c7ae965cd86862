import { compareRows } from '@/lib/inbox/order-rules';
import type { ConversationFilter, ConversationPage, ConversationRow } from '@/lib/inbox/types';
import { belongsTo } from '@/lib/inbox/view-rules';
import type { Filing, LabelRef, TriageFacts } from '@/lib/triage/types';

/** One decision of a person about conversations. */
export type TriageAct =
  /** `filedTo`: at the end of a thread of e-mails, another place than the archive. */
  | { kind: 'place'; place: 'inbox' | 'done'; filedTo?: Filing; folderName?: string }
  | { kind: 'snooze'; until: string }
  | { kind: 'unread'; isUnread: boolean }
  | { kind: 'star'; isStarred: boolean }
  | { kind: 'mute'; isMuted: boolean }
  | { kind: 'assign'; assignee: TriageFacts['assignee'] }
  | { kind: 'label'; label: LabelRef; isOn: boolean };

/** What a key or a button asks for; what it means depends on what it is done to. */
export type TriageIntent =
  | 'done'
  | 'trash'
  | 'spam'
  | 'inbox'
  | 'unread'
  | 'star'
  | 'mute'
  | 'mine';

/** What an act can be done to: a row of the list, or the open conversation without its row. */
export type TriageSubject = TriageFacts & {
  id: string;
  accountId: string;
  kind: ConversationRow['kind'];
  name: string;
  row: ConversationRow | null;
};

/** Of a row or a head, which carry more, only what the team made of it. */
export function factsOf(facts: TriageFacts): TriageFacts {
  return {
    place: facts.place,
    filedTo: facts.filedTo,
    snoozedUntil: facts.snoozedUntil,
    isUnread: facts.isUnread,
    isStarred: facts.isStarred,
    isMuted: facts.isMuted,
    assignee: facts.assignee,
    labels: facts.labels,
    canTriage: facts.canTriage,
  };
}

/** The facts as they will be once the server has done it. */
export function afterAct(facts: TriageFacts, act: TriageAct): TriageFacts {
  switch (act.kind) {
    case 'place':
      return { ...facts, place: act.place, filedTo: act.filedTo ?? null, snoozedUntil: null };
    case 'snooze':
      return { ...facts, place: 'snoozed', filedTo: null, snoozedUntil: act.until };
    case 'unread':
      return { ...facts, isUnread: act.isUnread };
    case 'star':
      return { ...facts, isStarred: act.isStarred };
    case 'mute':
      return { ...facts, isMuted: act.isMuted };
    case 'assign':
      return { ...facts, assignee: act.assignee };
    case 'label':
      return { ...facts, labels: withLabel(facts.labels, act.label, act.isOn) };
  }
}

function withLabel(labels: readonly LabelRef[], label: LabelRef, isOn: boolean): LabelRef[] {
  const hasIt = labels.some(({ id }) => id === label.id);
  if (!isOn) return labels.filter(({ id }) => id !== label.id);
  const all = hasIt ? [...labels] : [...labels, label];
  return all.sort((one, two) => one.name.localeCompare(two.name));
}

/** Whether all of them carry a label, none does, or some do; in words too where it is a part. */
export function labelMark(
  subjects: readonly Pick<TriageFacts, 'labels'>[],
  labelId: string,
): { mark: boolean | 'mixed'; note?: string } {
  const own = subjects.filter(({ labels }) => labels.some(({ id }) => id === labelId)).length;
  if (own === 0) return { mark: false };
  if (own === subjects.length) return { mark: true };
  return { mark: 'mixed', note: `on ${own} of ${subjects.length}` };
}

/** Toggles: what already holds for all of them is taken back from all of them, else given to all. */
export function actFor(
  intent: TriageIntent,
  subjects: readonly TriageFacts[],
  me: { memberId: string; name: string },
): TriageAct {
  switch (intent) {
    case 'done':
    case 'inbox':
      return { kind: 'place', place: intent };
    case 'trash':
    case 'spam':
      return { kind: 'place', place: 'done', filedTo: intent };
    case 'unread':
      return { kind: 'unread', isUnread: !subjects.some(({ isUnread }) => isUnread) };
    case 'star':
      return { kind: 'star', isStarred: !subjects.every(({ isStarred }) => isStarred) };
    case 'mute':
      return { kind: 'mute', isMuted: !subjects.every(({ isMuted }) => isMuted) };
    case 'mine': {
      const isMine = subjects.every(({ assignee }) => assignee?.isMe);
      return { kind: 'assign', assignee: isMine ? null : { ...me, isMe: true } };
    }
  }
}

/** Those that the act changes and that the reader may sort. */
export function changedBy(
  act: TriageAct,
  subjects: readonly TriageSubject[],
): readonly TriageSubject[] {
  return subjects.filter((subject) => {
    if (!subject.canTriage) return false;
    if (act.kind === 'place' && act.filedTo && subject.kind !== 'email') return false;
    const facts = factsOf(subject);
    return JSON.stringify(afterAct(facts, act)) !== JSON.stringify(facts);
  });
}

/** Whether the act takes a conversation out of the reader's way. */
export function putsAway(act: TriageAct): boolean {
  return act.kind === 'snooze' || (act.kind === 'place' && act.place === 'done');
}

export function withFacts(row: ConversationRow, facts: TriageFacts): ConversationRow {
  return { ...row, ...facts, unreadCount: facts.isUnread ? row.unreadCount : 0 };
}

/** What is not known to have happened yet, drawn over what the server said last. */
export type PendingFacts = { facts: TriageFacts; row: ConversationRow | null };

/** Rows as they will be: changed, gone where they no longer belong, and back where they do. */
export function applyPending(
  rows: readonly ConversationRow[],
  pending: ReadonlyMap<string, PendingFacts>,
  filter: ConversationFilter,
): readonly ConversationRow[] {
  if (pending.size === 0) return rows;
  const shown = rows.flatMap((row) => {
    const change = pending.get(row.id);
    if (!change) return row;
    const next = withFacts(row, change.facts);
    return belongsTo(filter, next) ? next : [];
  });
  const known = new Set(rows.map((row) => row.id));
  for (const [id, { row, facts }] of pending) {
    if (known.has(id) || !row) continue;
    const next = { ...row, ...facts };
    if (belongsTo(filter, next)) insert(shown, next, filter);
  }
  return shown;
}

/** The same over the pages that the browser keeps, once the server has done it. */
export function applyToPages(
  pages: readonly ConversationPage[],
  changes: ReadonlyMap<string, PendingFacts>,
  filter: ConversationFilter,
): ConversationPage[] {
  const known = new Set(pages.flatMap((page) => page.items.map(({ id }) => id)));
  let coming = [...changes].filter(([id]) => !known.has(id));
  return pages.map((page, index) => {
    const oldest = page.items.at(-1);
    const isLast = index === pages.length - 1;
    const here = coming.filter(([, { row, facts }]) => {
      if (!row || isLast) return row !== null;
      return oldest !== undefined && compareRows(filter.view, { ...row, ...facts }, oldest) <= 0;
    });
    coming = coming.filter((one) => !here.includes(one));
    const own = page.items.flatMap(({ id }) => {
      const change = changes.get(id);
      return change ? [[id, change] as const] : [];
    });
    return { ...page, items: [...applyPending(page.items, new Map([...own, ...here]), filter)] };
  });
}

function insert(rows: ConversationRow[], row: ConversationRow, { view }: ConversationFilter): void {
  const place = rows.findIndex((other) => compareRows(view, row, other) < 0);
  rows.splice(place < 0 ? rows.length : place, 0, row);
}

/** Where to go on when rows leave: the next one that stays, else the one before. */
export function nextAfter(
  rows: readonly { id: string }[],
  leaving: ReadonlySet<string>,
  fromId: string,
): string | null {
  const from = rows.findIndex(({ id }) => id === fromId);
  const stays = ({ id }: { id: string }) => !leaving.has(id);
  return (
    (rows.slice(from + 1).find(stays) ?? rows.slice(0, Math.max(from, 0)).findLast(stays))?.id ??
    null
  );
}
