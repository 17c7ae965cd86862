import type { AccountStatus } from '@/lib/accounts/types';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import type { UseOutcome } from '@/lib/extension/types';
import type {
  FailureClass,
  MailReason,
  MissReason,
  TryOutcome,
  WaitReason,
} from '@/lib/healing/types';

/** Sessions flap: within this time most are back by themselves. */
export const DEBOUNCE_MS = 2 * MINUTE_MS;
/** Seed 002: each hour, for four hours, which outlasts a downtime of LinkedIn. */
export const TRY_EVERY_MS = HOUR_MS;
export const TRIES = 4;
/** How often a wait that nobody can tell the end of is looked at again. */
const RECHECK_MS = 30 * MINUTE_MS;
/** After this nothing holds the e-mail any more. */
const LONGEST_MS = DAY_MS;
/** The API answers a sign-in within a minute, or the client gives it up. */
const TRY_PATIENCE_MS = 2 * MINUTE_MS;
/** A job that is later than this is counted from its own time, so that no two tries come close together. */
const LATE_MS = MINUTE_MS;

export interface LadderFacts {
  nowMs: number;
  lostAtMs: number;
  /** When this rung was due. */
  dueMs: number;
  /** Rungs that are done. */
  tries: number;
  status: AccountStatus;
  isWrongIdentity: boolean;
  /** The account is part of a drop of many. */
  hasOutage: boolean;
  /** The same identity is connected a second time. */
  hasTwin: boolean;
  /** The API said nothing of the account. */
  isApiDown: boolean;
  /** Until when a person may be signing in; null where nobody is. */
  personUntilMs: number | null;
  lastOutcome: TryOutcome | null;
  /** The newest cookie of the account's browsers. */
  cookie: CookieFacts | null;
  /** When the account was last proven to work; null: never. */
  provenAtMs: number | null;
}

export interface CookieFacts {
  seenAtMs: number;
  /** The browser has meanwhile reported somebody else, or another browser has used its code. */
  refusal: 'other_member' | 'other_browser' | null;
  isSameMember: boolean;
  isSameBrowser: boolean;
  /** The last time that this very value was used for the account; null: never. */
  lastUse: { atMs: number; outcome: UseOutcome | null } | null;
}

export type LadderStep =
  /** It is over. */
  | { do: 'end'; state: 'recovered' | 'cancelled' }
  | { do: 'wait'; why: WaitReason; untilMs: number }
  | { do: 'try'; nextMs: number }
  /** A rung without a cookie to try; it counts as one. */
  | { do: 'miss'; why: MissReason; nextMs: number }
  | { do: 'mail'; why: MailReason };

/** What the loss is; null: it is none any more. */
export function classify(facts: LadderFacts): FailureClass | null {
  if (facts.status === 'restricted') return 'restriction';
  if (facts.isWrongIdentity || facts.lastOutcome === 'wrong_account') return 'wrong_account';
  if (facts.status !== 'reconnect_needed') return null;
  if (facts.lastOutcome === 'restricted') return 'restriction';
  if (facts.hasTwin) return 'ghost';
  if (facts.lastOutcome === 'checkpoint') return 'checkpoint';
  if (facts.hasOutage) return 'provider_down';
  return facts.nowMs - facts.lostAtMs < DEBOUNCE_MS ? 'flap' : 'credentials';
}

/** The next rung. Pure: the same facts give the same step, whoever asks and how often. */
export function nextStep(facts: LadderFacts): LadderStep {
  const { nowMs, status } = facts;
  const isTooLong = nowMs - facts.lostAtMs > LONGEST_MS;
  if (status === 'connecting' && !isTooLong) {
    return { do: 'wait', why: 'connecting', untilMs: nowMs + DEBOUNCE_MS };
  }
  const found = classify(facts);
  switch (found) {
    case null:
      return { do: 'end', state: status === 'connected' ? 'recovered' : 'cancelled' };
    case 'restriction':
      // A limit of the provider is lifted by nobody's cookie, and the words of the e-mail would not fit.
      return facts.status === 'restricted'
        ? { do: 'end', state: 'cancelled' }
        : { do: 'mail', why: found };
    case 'wrong_account':
    case 'ghost':
    case 'checkpoint':
      return { do: 'mail', why: found };
    case 'provider_down':
      return isTooLong
        ? { do: 'mail', why: 'exhausted' }
        : { do: 'wait', why: found, untilMs: nowMs + RECHECK_MS };
    case 'flap':
      return { do: 'wait', why: found, untilMs: facts.lostAtMs + DEBOUNCE_MS };
    case 'credentials':
      return isTooLong ? { do: 'mail', why: 'exhausted' } : rung(facts);
  }
}

function rung(facts: LadderFacts): LadderStep {
  const { nowMs, personUntilMs } = facts;
  // Run twice, or early: the rung has its time.
  if (facts.dueMs - nowMs > LATE_MS) return { do: 'wait', why: 'flap', untilMs: facts.dueMs };
  if (facts.isApiDown) return { do: 'wait', why: 'api_down', untilMs: nowMs + RECHECK_MS };
  if (personUntilMs !== null && personUntilMs > nowMs) {
    return { do: 'wait', why: 'person', untilMs: personUntilMs };
  }
  if (facts.tries >= TRIES) return { do: 'mail', why: 'exhausted' };
  const nextMs = (nowMs - facts.dueMs > LATE_MS ? nowMs : facts.dueMs) + TRY_EVERY_MS;
  const missing = missOf(facts);
  return missing ? { do: 'miss', why: missing, nextMs } : { do: 'try', nextMs };
}

/** Why the newest cookie may not be tried. */
export function missOf({
  cookie,
  provenAtMs,
}: Pick<LadderFacts, 'cookie' | 'provenAtMs'>): MissReason | null {
  if (!cookie) return 'no_cookie';
  if (cookie.refusal) return cookie.refusal;
  if (!cookie.isSameMember) return 'other_member';
  if (!cookie.isSameBrowser) return 'other_browser';
  return isNewer(cookie, provenAtMs) ? null : 'old_cookie';
}

/**
 * Whether a cookie is newer than the failure. One that was never used is: another session died. One that
 * was refused, or that made the session which died, has to be seen in the browser again after that.
 */
function isNewer({ seenAtMs, lastUse }: CookieFacts, provenAtMs: number | null): boolean {
  switch (lastUse?.outcome) {
    // Nobody has said anything of it yet.
    case undefined:
    case null:
    case 'unknown':
    case 'not_reached':
      return true;
    case 'signed_in':
      return seenAtMs > Math.max(lastUse?.atMs ?? 0, provenAtMs ?? 0);
    default:
      return seenAtMs > (lastUse?.atMs ?? 0);
  }
}

/** From when on a try that has not ended is one whose process died; the next rung stands in `nextMs`. */
export function lostTryMs(nextMs: number): number {
  return nextMs - TRY_EVERY_MS + TRY_PATIENCE_MS;
}

/** When the e-mail comes if nothing helps. */
export function mailTime(nextMs: number, tries: number): number {
  return nextMs + Math.max(0, TRIES - tries) * TRY_EVERY_MS;
}

/** When the first rung of a loss is due: after the debounce, and never within an hour of the last try. */
export function firstRungMs(lostAtMs: number, lastTryMs: number | null): number {
  const afterDebounce = lostAtMs + DEBOUNCE_MS;
  return lastTryMs === null ? afterDebounce : Math.max(afterDebounce, lastTryMs + TRY_EVERY_MS);
}
