/** What the API was asked for: to send a message, to invite, or to accept, refuse or take back an invitation. */
export type ErrorSubject = 'message' | 'invitation' | 'answer';

/** What a person may do next; a place offers those that it has a button for. */
export type NextStep =
  | 'reconnect'
  | 'open_provider'
  | 'open_conversation'
  | 'see_sent'
  | 'edit'
  | 'check'
  | 'wait'
  | 'other_account'
  | 'other_way'
  | 'invite'
  | 'give_email'
  | 'ask_admin'
  | 'report'
  | 'none';

/**
 * What happened, what to do, and the step that this is. In the words stand `{account}`, `{channel}` and `{person}`;
 * `{thing}` and `{things}` (message, invitation), `{text}` (message, note) and `{place}` (conversation, profile).
 */
export type ErrorSentence = readonly [what: string, advice: string, step: NextStep];
