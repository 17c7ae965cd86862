'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Page } from '@/components/shell/page';
import { useAct } from '@/components/shell/use-act';
import { Card, CardSection } from '@/components/ui/card';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Switch } from '@/components/ui/switch';
import { allowTrackingAction } from '@/lib/workspace-settings/actions';
import type { WorkspaceSettings } from '@/lib/workspace-settings/types';

/** What holds for every e-mail of the workspace; each choice is saved as soon as it is made. */
export function EmailSettingsView({ settings }: { settings: WorkspaceSettings }) {
  const act = useAct();
  const router = useRouter();
  const [isAllowed, setIsAllowed] = useState(settings.isTrackingAllowed);
  const [isSaved, setIsSaved] = useState(false);

  async function allow(isTrackingAllowed: boolean) {
    setIsSaved(false);
    setIsAllowed(isTrackingAllowed);
    if (await act.run(() => allowTrackingAction({ isTrackingAllowed }))) {
      setIsSaved(true);
      // Who comes back to this page sees what was saved.
      router.refresh();
    } else setIsAllowed(!isTrackingAllowed);
  }

  return (
    <Page title="E-mail" width="form" description="For everybody in the workspace.">
      {act.problem && <InlineNotice tone="bad">{act.problem.message}</InlineNotice>}
      <Card>
        <CardSection
          title="Tracking"
          actions={
            <span role="status" className="text-meta text-ok">
              {isSaved && 'Saved'}
            </span>
          }
        >
          <Switch
            label="Track e-mails"
            help="Whoever writes an e-mail may then have its opens and followed links told. It is off in each new one."
            isChecked={isAllowed}
            isDisabled={act.isPending}
            onCheckedChange={(next) => void allow(next)}
          />
          <h3 className="mt-4 text-ui font-medium text-fg">What this means for privacy</h3>
          <ul className="mt-1 flex list-disc flex-col gap-1 ps-5 text-ui text-fg-2">
            <li>
              A tracked e-mail carries an invisible picture, and its links lead through another
              address. Both belong to a third party, the provider of our API.
            </li>
            <li>
              The recipient’s mail program tells it when the e-mail was opened, from which internet
              address and with which program. We keep the time and the link alone.
            </li>
            <li>
              Recipients are not asked. In many countries they must be told, or agree beforehand.
            </li>
            <li>
              Opens are unreliable: programs that load pictures ahead count as readers, programs
              that block them as nobody.
            </li>
          </ul>
        </CardSection>
      </Card>
    </Page>
  );
}
