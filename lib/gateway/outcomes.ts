import type { SendOutcome } from './client';
import { GatewayError, hasCode } from './errors';
import type { InvitationOutcome } from './invitation-types';

/** How a write ended that was not confirmed: it certainly did not happen, or nobody knows. */
export function refusalOf(error: GatewayError): Exclude<SendOutcome, { state: 'sent' }> {
  return { state: error.retry === 'unsafe' ? 'unknown' : 'failed', error: error.info };
}

/** What came of an answer to an invitation, or of taking one back. */
export async function invitationOutcomeOf(write: () => Promise<void>): Promise<InvitationOutcome> {
  try {
    await write();
    return { state: 'done' };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    // The API has only those that wait, so one that was settled is not found (errors.md, 404).
    const isSettled = error.code === 'not_found' || error.code === 'already_done';
    return isSettled ? { state: 'gone' } : refusalOf(error);
  }
}

/** Waits for a removal; that somebody else was first is what was asked for. */
export async function removed(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!hasCode(error, 'not_found')) throw error;
  }
}
