/** What came of asking an owner to reconnect, for one account. */
export type RemindOutcome =
  | 'queued'
  /** It is not signed out (any more). */
  | 'not_needed'
  /** Nobody owns it: assign it first. */
  | 'no_owner'
  /** An e-mail about it went out within the last hour. */
  | 'recent'
  | 'not_found';

export interface RemindResult {
  accountId: string;
  outcome: RemindOutcome;
}
