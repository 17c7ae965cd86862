import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';

/** At most one reconnect e-mail per account in this time, whatever asks for it. */
export const MAIL_WINDOW_MS = HOUR_MS;
/** While an outage lasts its accounts are looked at this often. */
export const OUTAGE_RECHECK_MS = 30 * MINUTE_MS;

/** Leads are told so long after the e-mail to the owner has left; at once where it could not leave. */
export const LEAD_AFTER_MS = 8 * HOUR_MS;
/** So often it is looked whether that e-mail has left. */
export const LEAD_RECHECK_MS = HOUR_MS;

const FIRST_STEPS_MS = [0, DAY_MS, 3 * DAY_MS] as const;
const LATER_STEP_MS = 7 * DAY_MS;

/** When the reminder of a step is due after the loss; step 0 comes after the debounce delay. */
export function stepDelayMs(step: number, firstDelayMs: number): number {
  if (step === 0) return firstDelayMs;
  const early = FIRST_STEPS_MS[step];
  return early ?? 3 * DAY_MS + (step - FIRST_STEPS_MS.length + 1) * LATER_STEP_MS;
}

/**
 * When leads are told of a loss, or it is looked at again, given what became of the e-mails to its owner.
 * Not after now: they are told. `leftAt` is null for one that has not left.
 */
export function leadsAt(
  mails: readonly { state: 'waiting' | 'left' | 'failed'; leftAt: Date | null }[],
  now: Date,
): Date {
  const left = mails.flatMap(({ leftAt }) => (leftAt ? [leftAt.getTime()] : []));
  if (left.length > 0) return new Date(Math.min(...left) + LEAD_AFTER_MS);
  const isWaiting = mails.some(({ state }) => state === 'waiting');
  return isWaiting ? new Date(now.getTime() + LEAD_RECHECK_MS) : now;
}
