import type { ErrorCode } from '@/lib/core/errors';
import type { Principal, TargetKind } from './world';

export type Outcome = 'ok' | ErrorCode;

/** What each member of the workspace gets for a row of their own workspace. */
export type Outcomes = Record<
  Exclude<Principal, 'removed' | 'expired' | 'anonymous' | 'otherOwner'>,
  Outcome
>;

export interface ActionRow {
  target: TargetKind;
  input(targetId: string): unknown;
  own: Outcomes;
  /** Audit rows that one successful call writes; 1 unless it changes nothing of the workspace. */
  audits?: number;
  /** For a foreign or missing target, where that is not simply "not found" for whoever may act. */
  elsewhere?: Partial<Outcomes>;
}

export const outcomes = (
  owner: Outcome,
  admin: Outcome,
  lead: Outcome,
  member: Outcome,
  viewer: Outcome,
): Outcomes => ({ owner, admin, lead, member, viewer });

export const EVERYBODY = outcomes('ok', 'ok', 'ok', 'ok', 'ok');
export const MANAGERS = outcomes('ok', 'ok', 'forbidden', 'forbidden', 'forbidden');
export const LEADS = outcomes('ok', 'ok', 'ok', 'forbidden', 'forbidden');
/** The account is `member`'s and private. */
export const HOLDER_AND_MANAGERS = outcomes('ok', 'ok', 'not_found', 'ok', 'not_found');
/** Its owner alone speaks in its name, and this account sends no e-mail. */
export const HOLDER_SPEAKS = outcomes(
  'forbidden',
  'forbidden',
  'not_found',
  'conflict',
  'not_found',
);
export const HOLDER_ONLY = outcomes('not_found', 'not_found', 'not_found', 'ok', 'not_found');

export const account = (own: Outcomes, more: object = {}): ActionRow => ({
  target: 'account',
  input: (accountId) => ({ accountId, ...more }),
  own,
});

export const triage = (more: object): ActionRow => ({
  target: 'conversation',
  input: (conversationId) => ({ conversationIds: [conversationId], ...more }),
  own: HOLDER_ONLY,
});
