import type { MoveRefusal } from './plan-rules';
import type { PlanReason } from './types';

/** Why an invitation has its time, or none: what stands beside it. */
export const PLAN_REASON_TEXTS: Readonly<Record<PlanReason, string>> = {
  first_free: 'Next free time',
  spacing: 'Spaced from the one before',
  outside_hours: 'Waits for working hours',
  day_off: 'Waits for a working day',
  daily_limit: 'The day’s limit is used',
  weekly_limit: 'The week’s limit is used',
  warm_up: 'The account is new here: fewer in the first weeks',
  provider_signal: 'LinkedIn signalled that much of its limit is used',
  notes_used_up: 'No notes left this month',
  provider_stop: 'LinkedIn asked to stop',
  moved_by_hand: 'Moved by hand',
  paused: 'Paused',
  account_not_ok: 'Waits until the account works',
};

/** What a person is told who chose a time that cannot be. */
export function refusalOfMove(refusal: MoveRefusal, account: string): string {
  switch (refusal) {
    case 'in_the_past':
      return 'This time has passed.';
    case 'paused':
      return `Invitations of ${account} are paused. Resume them first.`;
    case 'account_not_ok':
      return `${account} does not work now. Its invitations wait until it does.`;
    case 'provider_stop':
      return `LinkedIn asked ${account} to stop until then. Choose a later time.`;
    case 'outside_hours':
    case 'day_off':
      return `This is outside the working hours of ${account}.`;
    case 'spacing':
      return 'This is too close to another one. Leave some minutes between them.';
    case 'notes_used_up':
      return `${account} has no notes left in that month.`;
    case 'daily_limit':
    case 'weekly_limit':
    case 'warm_up':
    case 'provider_signal':
      return `More would leave around that time than ${account} may send.`;
  }
}
