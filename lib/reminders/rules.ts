import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';

/** At most one reconnect e-mail per account in this time, whatever asks for it. */
export const MAIL_WINDOW_MS = HOUR_MS;
/** While an outage lasts its accounts are looked at this often. */
export const OUTAGE_RECHECK_MS = 30 * MINUTE_MS;

const FIRST_STEPS_MS = [0, DAY_MS, 3 * DAY_MS] as const;
const LATER_STEP_MS = 7 * DAY_MS;

/** When the reminder of a step is due after the loss; step 0 comes after the debounce delay. */
export function stepDelayMs(step: number, firstDelayMs: number): number {
  if (step === 0) return firstDelayMs;
  const early = FIRST_STEPS_MS[step];
  return early ?? 3 * DAY_MS + (step - FIRST_STEPS_MS.length + 1) * LATER_STEP_MS;
}
