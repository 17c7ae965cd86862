import type { ReactNode } from 'react';
import { SettingsLayout } from '@/components/shell/settings-layout';
import { can } from '@/lib/auth/permissions';
import { requireCtx } from '@/lib/auth/session';

/** Lists what the member may open; each page asks for itself all the same. */
export default async function SettingsFrame({ children }: { children: ReactNode }) {
  const { scope } = await requireCtx();
  const workspace = [
    { href: '/settings/members', label: 'Members and roles' },
    { href: '/settings/labels', label: 'Labels' },
  ];
  if (can(scope, 'workspace:manage')) {
    workspace.push({ href: '/settings/connections', label: 'API connections' });
    workspace.push({ href: '/settings/email', label: 'E-mail' });
  }
  if (can(scope, 'webhook:read')) workspace.push({ href: '/settings/webhooks', label: 'Webhooks' });
  if (can(scope, 'person:erase')) workspace.push({ href: '/settings/privacy', label: 'Privacy' });
  const groups = [
    {
      label: 'You',
      items: [
        { href: '/settings/profile', label: 'Profile' },
        { href: '/settings/keyboard', label: 'Preferences' },
        { href: '/settings/sessions', label: 'Sessions' },
        { href: '/settings/extension', label: 'Browser extension' },
      ],
    },
    { label: 'Workspace', items: workspace },
  ];
  return <SettingsLayout groups={groups}>{children}</SettingsLayout>;
}
