import type { Metadata } from 'next';
import { PageReady } from '@/components/live/page-data';
import { EmailSettingsDenied } from '@/components/workspace-settings/email-settings-denied';
import { EmailSettingsView } from '@/components/workspace-settings/email-settings-view';
import { can } from '@/lib/auth/permissions';
import { requireCtx } from '@/lib/auth/session';
import { getWorkspaceSettings } from '@/lib/workspace-settings/queries';

export const metadata: Metadata = { title: 'E-mail' };

export default async function EmailSettingsPage() {
  const ctx = await requireCtx();
  return (
    <>
      {can(ctx.scope, 'workspace:manage') ? (
        <EmailSettingsView settings={await getWorkspaceSettings(ctx)} />
      ) : (
        <EmailSettingsDenied />
      )}
      <PageReady />
    </>
  );
}
