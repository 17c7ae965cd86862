import type { StoredInvitee } from '@/db/schema';

export type ImportRowState = 'refused' | 'waiting' | 'found' | 'planned' | 'stopped';

export const REFUSALS = [
  'no_profile',
  'not_a_profile',
  'duplicate',
  'unknown_account',
  'no_account',
  'note_too_long',
  'nobody',
  'somebody_else',
  'connected',
  'no_answer',
  'account_gone',
  'not_planned',
] as const;
export type ImportRefusal = (typeof REFUSALS)[number];

/** An account that invitations may be planned for. */
export interface ImportAccount {
  id: string;
  name: string;
  handle: string | null;
  /** The longest note of its tier. */
  noteCharacters: number;
}

/** A row of the file as it is kept: what can be looked up, or why not. */
export interface CheckedRow {
  /** Of the file, from 1. */
  line: number;
  cells: string[];
  accountId: string | null;
  identifier: string | null;
  note: string;
  reason: ImportRefusal | null;
  /** To what the reason refers: an earlier line, by how much, which account. */
  detail: string | null;
}

export interface ImportSummary {
  id: string;
  fileName: string;
  createdAt: string;
  counts: Record<ImportRowState, number>;
}

export interface ImportList {
  imports: ImportSummary[];
  /** From which the member may invite. */
  accounts: Pick<ImportAccount, 'id' | 'name'>[];
}

export interface ImportRow {
  id: string;
  line: number;
  cells: string[];
  accountName: string | null;
  identifier: string | null;
  note: string;
  state: ImportRowState;
  reason: ImportRefusal | null;
  detail: string | null;
  person: StoredInvitee | null;
}

export interface ImportDetail extends ImportSummary {
  header: string[] | null;
  rows: ImportRow[];
}
