'use client';

import { RemoveDialog } from '@/components/accounts/remove-dialog';
import {
  OwnerDialog,
  RenameDialog,
  SendAsDialog,
  VisibilityDialog,
} from '@/components/accounts/setting-dialogs';
import type { AccountActs } from '@/components/accounts/use-account-acts';
import type { AccountItem } from '@/lib/accounts/types';

export type AccountDialogName = 'rename' | 'visibility' | 'sendAs' | 'owner' | 'remove';

interface AccountDialogsProps {
  account: AccountItem;
  acts: AccountActs;
  /** People who may own it; null for those who may not choose. */
  members: readonly { memberId: string; name: string }[] | null;
  open: AccountDialogName | null;
  onClose: () => void;
}

/** The dialogs of an account; each is made anew when it opens, so that it never holds an old entry. */
export function AccountDialogs({ account, acts, members, open, onClose }: AccountDialogsProps) {
  function close() {
    acts.act.forget();
    onClose();
  }
  const props = { account, acts, onClose: close };
  return (
    <>
      <RenameDialog key={`rename ${open === 'rename'}`} {...props} isOpen={open === 'rename'} />
      <VisibilityDialog
        key={`visibility ${open === 'visibility'}`}
        {...props}
        isOpen={open === 'visibility'}
      />
      <SendAsDialog key={`sendAs ${open === 'sendAs'}`} {...props} isOpen={open === 'sendAs'} />
      {members && (
        <OwnerDialog
          key={`owner ${open === 'owner'}`}
          {...props}
          members={members}
          isOpen={open === 'owner'}
        />
      )}
      <RemoveDialog {...props} isOpen={open === 'remove'} />
    </>
  );
}
