import type { ErrorCode } from '@/lib/core/errors';
import type { Principal, TargetKind } from './world';

type Outcome = 'ok' | ErrorCode;

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
