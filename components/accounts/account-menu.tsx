'use client';

import {
  Ellipsis,
  Eye,
  History,
  Info,
  Pause,
  Pencil,
  Play,
  RefreshCw,
  RotateCw,
  Trash2,
  UserRound,
} from 'lucide-react';
import type { AccountDialogName } from '@/components/accounts/account-dialogs';
import type { AccountActs } from '@/components/accounts/use-account-acts';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuLinkItem, MenuSeparator } from '@/components/ui/menu';
import { accountLabel } from '@/lib/accounts/rules';
import type { AccountItem } from '@/lib/accounts/types';

interface AccountMenuProps {
  account: AccountItem;
  acts: AccountActs;
  /** People who may own it; null for those who may not choose. */
  members: readonly { memberId: string; name: string }[] | null;
  /** Opens one of the `AccountDialogs`, which the caller keeps. */
  onOpen: (dialog: AccountDialogName) => void;
  /** Left out on the account's own page. */
  hasDetailsLink?: boolean;
}

/** More: everything that can be done with an account besides the one thing it needs now. */
export function AccountMenu({
  account,
  acts,
  members,
  onOpen,
  hasDetailsLink = true,
}: AccountMenuProps) {
  const isLive = account.status !== 'removed';
  if (!isLive && !hasDetailsLink) return null;
  return (
    <Menu
      align="end"
      trigger={<IconButton label={`More for ${accountLabel(account)}`} icon={<Ellipsis />} />}
    >
      {hasDetailsLink && (
        <MenuLinkItem href={`/accounts/${account.id}`} icon={<Info />}>
          Details and history
        </MenuLinkItem>
      )}
      {isLive && (
        <MenuItem icon={<RefreshCw />} onSelect={acts.check}>
          Check now
        </MenuItem>
      )}
      {isLive && account.canManage && (
        <Items account={account} acts={acts} hasOwnerChoice={members !== null} onOpen={onOpen} />
      )}
    </Menu>
  );
}

function Items({
  account,
  acts,
  hasOwnerChoice,
  onOpen,
}: Pick<AccountMenuProps, 'account' | 'acts' | 'onOpen'> & { hasOwnerChoice: boolean }) {
  const isPaused = account.sendsPausedAt !== null;
  return (
    <>
      <MenuItem icon={<RotateCw />} onSelect={acts.restart}>
        Restart
      </MenuItem>
      {account.status === 'connected' && (
        <MenuItem icon={<History />} onSelect={acts.resync}>
          Read everything again
        </MenuItem>
      )}
      <MenuItem icon={isPaused ? <Play /> : <Pause />} onSelect={() => acts.pauseSends(!isPaused)}>
        {isPaused ? 'Allow sends again' : 'Pause sends'}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Pencil />} onSelect={() => onOpen('rename')}>
        Rename
      </MenuItem>
      <MenuItem icon={<Eye />} onSelect={() => onOpen('visibility')}>
        Who sees it
      </MenuItem>
      {hasOwnerChoice && (
        <MenuItem icon={<UserRound />} onSelect={() => onOpen('owner')}>
          {account.owner ? 'Change owner' : 'Assign'}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem tone="danger" icon={<Trash2 />} onSelect={() => onOpen('remove')}>
        Remove
      </MenuItem>
    </>
  );
}
