export const EVENT_STATES = ['received', 'processed', 'ignored', 'quarantined', 'failed'] as const;
export type EventState = (typeof EVENT_STATES)[number];

/** Why an event was put aside, or what stopped it. Codes only: content never stands in this column. */
export type EventReason =
  | 'empty'
  | 'too_deep'
  | 'not_readable'
  | 'unknown_shape'
  | 'unknown_event'
  | 'missing_field'
  | 'wrong_door'
  | 'unknown_account'
  | 'unclaimed_account'
  | 'removed_account'
  | 'wrong_account'
  | 'message_gone'
  | 'chat_gone'
  | 'erased'
  | 'account_refused'
  | 'gateway_failed'
  | 'gave_up'
  | 'crashed';

/** What an event did. */
export type EventEffect =
  | 'message_stored'
  | 'message_updated'
  | 'tracking_stored'
  | 'acceptance_stored'
  | 'already_known'
  | 'status_check'
  | 'list_check'
  | 'sign_in_check'
  | 'awaits_callback'
  | 'none';

/** What is recorded of an event once it is understood. */
export interface Verdict {
  state: Exclude<EventState, 'received'>;
  kind: string;
  effect: EventEffect;
  reason?: EventReason;
  accountId?: string;
}

/** One line of the flight recorder. Times are ISO 8601 in UTC. */
export interface WebhookEventRow {
  id: string;
  origin: 'webhook' | 'hosted_auth';
  receivedAt: string;
  processedAt: string | null;
  /** Receipt to effect, in milliseconds; null until processed. */
  lagMs: number | null;
  kind: string | null;
  accountId: string | null;
  accountName: string | null;
  provider: string | null;
  state: EventState;
  effect: string | null;
  reason: string | null;
  duplicateCount: number;
  attempts: number;
  sizeBytes: number;
  canReplay: boolean;
}

export interface WebhookEventPage {
  items: WebhookEventRow[];
  cursor: string | null;
  /** How many wait in quarantine, whatever the filter. */
  quarantinedCount: number;
}

export interface WebhookEventDetail extends WebhookEventRow {
  contentType: string | null;
  /** The body as JSON, two spaces deep; words of people are replaced by their length. */
  body: string | null;
  isMasked: boolean;
}
