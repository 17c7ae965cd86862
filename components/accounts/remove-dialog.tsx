'use client';

import type { AccountDialogProps } from '@/components/accounts/setting-dialogs';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { accountLabel } from '@/lib/accounts/rules';
import { PROVIDER_NAMES } from '@/lib/core/providers';

/** Asks before the account is disconnected at the API, and says what goes and what stays. */
export function RemoveDialog({ account, acts, isOpen, onClose }: AccountDialogProps) {
  const { isPending, problem } = acts.act;
  return (
    <AlertDialog
      title={`Remove ${accountLabel(account)}?`}
      description="It is signed out and receives and sends nothing from then on."
      confirmLabel="Remove"
      typedConfirmation={account.name}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isPending={isPending}
      error={problem?.message}
      onConfirm={async () => {
        if (await acts.remove()) onClose();
      }}
    >
      <RemovalTerms account={account} />
    </AlertDialog>
  );
}

/** What removing an account does; the same words in the dialog and in the danger zone. */
export function RemovalTerms({ account }: Pick<AccountDialogProps, 'account'>) {
  const provider = PROVIDER_NAMES[account.provider];
  return (
    <ul className="flex list-disc flex-col gap-1 ps-5 text-body text-fg-2">
      <li>Stays here: its conversations, messages and status history, readable as before.</li>
      <li>Stays at {provider}: everything. We delete nothing there.</li>
      <li>Stops: new messages, sends, reconnect e-mails.</li>
      <li>To use it again, connect it again.</li>
    </ul>
  );
}
