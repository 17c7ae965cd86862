'use client';

import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { shownLater } from '@/components/ui/later';
import { Menu } from '@/components/ui/menu';
import { useSignOut } from './use-sign-out';

const WorkspaceItems = shownLater(() =>
  import('./workspace-items').then((module) => module.WorkspaceItems),
);

type WorkspaceMenuProps = {
  workspaceName: string;
  memberName: string;
  memberEmail: string;
  settingsHref?: string;
  signOutPath: string;
  menuItems?: ReactNode;
};

export function WorkspaceMenu({
  workspaceName,
  memberName,
  memberEmail,
  settingsHref = '/settings',
  signOutPath,
  menuItems,
}: WorkspaceMenuProps) {
  const signOut = useSignOut(signOutPath);
  return (
    <>
      {signOut.parts}
      <Menu trigger={<WorkspaceButton name={workspaceName} />} className="w-56">
        <WorkspaceItems
          memberName={memberName}
          memberEmail={memberEmail}
          settingsHref={settingsHref}
          menuItems={menuItems}
          onSignOut={signOut.ask}
        />
      </Menu>
    </>
  );
}

function WorkspaceButton({ name, ...trigger }: { name: string }) {
  return (
    <button
      type="button"
      aria-label={`${name}, workspace menu`}
      className="flex h-9 w-full min-w-0 items-center gap-2 rounded-control text-start transition-colors hover:bg-hover aria-expanded:bg-hover max-xl:justify-center xl:px-1.5 pointer-coarse:h-11"
      {...trigger}
    >
      <span
        aria-hidden="true"
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-control bg-fg text-meta font-semibold text-canvas"
      >
        {[...name][0]?.toUpperCase()}
      </span>
      <span className="min-w-0 flex-1 truncate text-ui font-semibold max-xl:hidden">{name}</span>
      <ChevronDown className="size-3.5 text-fg-3 max-xl:hidden" />
    </button>
  );
}
