import { InlineNotice } from '@/components/ui/inline-notice';
import type { AccountItem, ShownStatus } from '@/lib/accounts/types';
import { PROVIDER_NAMES } from '@/lib/core/providers';

/** What a person can do about a status whose name alone does not tell; null for the rest. */
export function StatusAdvice({ account, status }: { account: AccountItem; status: ShownStatus }) {
  const provider = PROVIDER_NAMES[account.provider];
  switch (status.code) {
    case 'restricted':
      return (
        <InlineNotice tone="bad" live="off" title="What to do">
          <ol className="list-decimal ps-4">
            <li>Sign in at {provider} in your browser and read what it asks of you.</li>
            <li>Wait until {provider} lifts the limit. Do not send from there either.</li>
            <li>
              Then allow sends again. Messages keep arriving meanwhile if {provider} lets them.
            </li>
          </ol>
        </InlineNotice>
      );
    case 'interrupted':
      return (
        <InlineNotice tone="warn" live="off" title="What happens now">
          We ask every few minutes and catch up on missed messages by ourselves. Where it goes on
          for hours, a restart of the account (under More) can help.
        </InlineNotice>
      );
    case 'attention':
      return (
        <InlineNotice tone="warn" live="off" title="What to do">
          The API reports {account.rawStatus}, which we do not know yet. Check now; if it stays,
          sign in again or ask your admin.
        </InlineNotice>
      );
    default:
      return null;
  }
}
