import type { Tone } from '@/components/ui/tone';
import { reasonText } from '@/lib/webhooks/rules';
import type { EventEffect, EventState, WebhookEventRow } from '@/lib/webhooks/types';

type StateWords = { label: string; tone: Tone; help: string };

export const EVENT_STATE_WORDS: Readonly<Record<EventState, StateWords>> = {
  received: { label: 'Waiting', tone: 'info', help: 'Stored, not processed yet.' },
  processed: { label: 'Processed', tone: 'ok', help: 'It did what it says.' },
  ignored: { label: 'Ignored', tone: 'neutral', help: 'Understood; there was nothing to do.' },
  quarantined: {
    label: 'Quarantined',
    tone: 'warn',
    help: 'Not understood or not ours. It is kept and can be replayed.',
  },
  failed: { label: 'Failed', tone: 'bad', help: 'Understood, but every try failed.' },
};

const EFFECTS: Readonly<Record<EventEffect, string>> = {
  message_stored: 'Message stored',
  message_updated: 'Message updated',
  tracking_stored: 'Opening or click stored',
  acceptance_stored: 'Acceptance of an invitation stored',
  already_known: 'Already known',
  status_check: 'Account checked',
  list_check: 'List of accounts checked',
  sign_in_check: 'Sign-in confirmed',
  awaits_callback: 'Waits for the sign-in callback',
  none: 'Nothing to do',
};

/** What an event did, or why it did nothing. */
export function outcomeText(event: Pick<WebhookEventRow, 'state' | 'effect' | 'reason'>): string {
  if (event.reason) return reasonText(event.reason);
  if (event.state === 'received') return 'Waiting for its turn';
  if (event.effect === null) return '';
  return isEffect(event.effect) ? EFFECTS[event.effect] : event.effect;
}

/** From receipt to effect: "84 ms", "2.4 s", "5 min". */
export function lagText(lagMs: number | null): string {
  if (lagMs === null) return '';
  if (lagMs < 1_000) return `${Math.round(lagMs)} ms`;
  if (lagMs < 60_000) return `${(lagMs / 1_000).toFixed(1)} s`;
  if (lagMs < 3_600_000) return `${Math.round(lagMs / 60_000)} min`;
  return `${Math.round(lagMs / 3_600_000)} h`;
}

function isEffect(effect: string): effect is EventEffect {
  return Object.hasOwn(EFFECTS, effect);
}
