import { PROVIDER_NAMES, type Provider } from '@/lib/core/providers';
import { type ErrorWords, errorWords } from '@/lib/gateways/error-rules';
import type { SendState } from './types';

interface SendError {
  state: SendState;
  errorCode: string | null;
  errorType: string | null;
  /** Since when the API may have it; null while nothing of it has left, or certainly nothing did. */
  postedAt: Date | null;
}

interface SendNames {
  account: string;
  provider: Provider;
  person: string;
}

/**
 * What a person is told of a message that failed, of unknown fate, or that waits for another try; null for any other.
 * Its text is never lost.
 */
export function sendProblem(send: SendError, names: SendNames): ErrorWords | null {
  const isRepeated = send.state === 'sending' && send.errorCode !== null && !send.postedAt;
  if (send.state !== 'failed' && send.state !== 'unknown' && !isRepeated) return null;
  const isUnknown = send.state === 'unknown';
  const own = send.errorCode === null ? undefined : ownWords(send.errorCode, names);
  if (own) return own;
  const error = { code: send.errorCode, type: send.errorType };
  return errorWords(error, { subject: 'message', isUnknown, isRepeated }, names);
}

/** Reasons of our own, which the API has no word for. */
function ownWords(code: string, { account, provider }: SendNames): ErrorWords | undefined {
  const channel = PROVIDER_NAMES[provider];
  switch (code) {
    case 'file_gone':
      return {
        text: `A file of the forwarded e-mail is no longer at ${channel}. Nothing was sent. Edit it and take the file out.`,
        step: 'edit',
      };
    case 'file_not_had':
      return {
        text: `${channel} did not hand out a file of the forwarded e-mail. Nothing was sent; it is saved here.`,
        step: 'wait',
      };
    case 'sends_paused':
      return {
        text: `Sending from ${account} was paused before this left. Your message is saved here.`,
        step: 'wait',
      };
    case 'not_allowed_any_more':
      return { text: `You may no longer send from ${account}.`, step: 'none' };
    case 'interrupted':
      return {
        text: 'We could not confirm delivery. Switchboard stopped while it was being sent. It is not sent again by itself.',
        step: 'check',
      };
    case 'restored':
      return {
        text: `We could not confirm delivery. Switchboard was restored from a backup that is older than this message, so it may have left ${account} already, or been taken back. It is not sent again by itself.`,
        step: 'check',
      };
    case 'not_found_after':
      return {
        text: `We could not confirm delivery. ${channel} took it and does not show it. It is not sent again by itself.`,
        step: 'check',
      };
  }
}
