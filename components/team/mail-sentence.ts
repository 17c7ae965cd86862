import type { ToastOptions } from '@/components/ui/toast';

/** What became of the mail of an invitation; the invitation itself stands in each case. */
export function mailSentence(mail: 'sent' | 'failed' | 'unknown', email: string): ToastOptions {
  switch (mail) {
    case 'sent':
      return { title: `Invitation sent to ${email}`, tone: 'ok' };
    case 'unknown':
      return {
        title: `We could not confirm that the e-mail to ${email} left`,
        description: 'The invitation stands. If nothing arrives, send it again.',
        tone: 'warn',
      };
    case 'failed':
      return {
        title: `The e-mail to ${email} could not be sent`,
        description: 'The invitation stands. Send it again once mail works.',
        tone: 'bad',
        timeoutMs: 0,
      };
  }
}
