'use client';

import { LogOut, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { MenuItem, MenuLinkItem, MenuRadioGroup, MenuSeparator } from '@/components/ui/menu';
import { themeOptions, useTheme } from '@/components/ui/use-theme';

type WorkspaceItemsProps = {
  memberName: string;
  memberEmail: string;
  settingsHref: string;
  menuItems?: ReactNode;
  onSignOut: () => void;
};

/** What the workspace menu holds. */
export function WorkspaceItems({
  memberName,
  memberEmail,
  settingsHref,
  menuItems,
  onSignOut,
}: WorkspaceItemsProps) {
  const [theme, setTheme] = useTheme();
  return (
    <>
      <div className="px-2 pt-1 pb-1.5">
        <div className="truncate text-ui font-medium">{memberName}</div>
        <div className="truncate text-meta text-fg-3">{memberEmail}</div>
      </div>
      <MenuSeparator />
      <MenuRadioGroup label="Theme" value={theme} onValueChange={setTheme} options={themeOptions} />
      <MenuSeparator />
      {menuItems}
      <MenuLinkItem href={settingsHref} icon={<Settings />} keys="Mod+,">
        Settings
      </MenuLinkItem>
      <MenuItem icon={<LogOut />} onSelect={onSignOut}>
        Sign out
      </MenuItem>
    </>
  );
}
