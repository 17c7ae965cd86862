'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { RemoveBrowser } from '@/components/extension/browser-acts';
import { REFUSAL_WORDS } from '@/components/extension/extension-words';
import { KeepingNotice } from '@/components/extension/keeping-notice';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Card, CardSection } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { Select } from '@/components/ui/select';
import { connectDeviceAction, linkDeviceAction } from '@/lib/extension/actions';
import { extensionOptions } from '@/lib/extension/options';
import type { ExtensionDevice, ExtensionSettings } from '@/lib/extension/types';

/** One browser: what it last reported, what it can do for its account, and what stands in its way. */
export function BrowserItem({
  device,
  settings,
}: {
  device: ExtensionDevice;
  settings: ExtensionSettings;
}) {
  return (
    <Card>
      <CardSection
        title={<bdi>{device.name}</bdi>}
        description={<Reported device={device} />}
        actions={<RemoveBrowser device={device} />}
      >
        <div className="flex flex-col gap-4">
          {device.refusal && (
            <InlineNotice
              tone="warn"
              live="polite"
              title={
                device.refusal === 'other_member'
                  ? 'You are signed in as somebody else'
                  : 'This is another browser'
              }
            >
              {REFUSAL_WORDS[device.refusal]}
            </InlineNotice>
          )}
          {device.account ? (
            <KeepingNotice device={device} account={device.account} settings={settings} />
          ) : (
            device.linkedinMemberId && <LinkOffer device={device} settings={settings} />
          )}
        </div>
      </CardSection>
    </Card>
  );
}

function Reported({ device }: { device: ExtensionDevice }) {
  if (!device.lastUsedAt) return <>It has not reported yet. Paste its code into the extension.</>;
  return (
    <>
      {device.browser} · reported <RelativeTime date={device.lastUsedAt} isFocusable />
      {device.cookieSeenAt ? (
        <>
          {' '}
          · cookie of <RelativeTime date={device.cookieSeenAt} isFocusable />
        </>
      ) : (
        ' · no cookie is kept'
      )}
    </>
  );
}

/** Nothing is done with a cookie before its owner has said for which account. */
function LinkOffer({
  device,
  settings: { accounts, gateways },
}: {
  device: ExtensionDevice;
  settings: ExtensionSettings;
}) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ui text-fg-2">
        This browser is signed in as LinkedIn member {device.linkedinMemberId}. Until you say which
        account that is, nothing is done with its cookie.
      </p>
      {accounts.length > 0 && <LinkForm device={device} accounts={accounts} />}
      {gateways.length > 0 && device.cookieSeenAt && !device.refusal && (
        <ConnectForm device={device} gateways={gateways} isFirst={accounts.length === 0} />
      )}
    </div>
  );
}

function LinkForm({
  device,
  accounts,
}: {
  device: ExtensionDevice;
  accounts: ExtensionSettings['accounts'];
}) {
  const act = useAct();
  const client = useQueryClient();
  const [accountId, setAccountId] = useState(accounts.length === 1 ? (accounts[0]?.id ?? '') : '');
  const link = async () => {
    await act.run(() => linkDeviceAction({ deviceId: device.id, accountId }));
    await client.invalidateQueries({ queryKey: extensionOptions().queryKey });
  };
  return (
    <>
      <div className="flex flex-wrap items-end gap-2">
        <Field label="It is this account" isButtonControl className="min-w-56 flex-1">
          <Select
            value={accountId || null}
            onValueChange={setAccountId}
            options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Field>
        <Button
          size={36}
          variant="primary"
          isPending={act.isPending}
          disabled={accountId === ''}
          onClick={() => void link()}
        >
          Keep it connected
        </Button>
      </div>
      {act.problem && <InlineNotice tone="bad">{act.problem.message}</InlineNotice>}
    </>
  );
}

/** An account that is not here yet is connected by this press alone, through the connection that is chosen. */
function ConnectForm({
  device,
  gateways,
  isFirst,
}: {
  device: ExtensionDevice;
  gateways: ExtensionSettings['gateways'];
  isFirst: boolean;
}) {
  const act = useAct();
  const router = useRouter();
  const client = useQueryClient();
  const [gatewayId, setGatewayId] = useState(gateways[0]?.id ?? '');
  const connect = async () => {
    const attemptId = crypto.randomUUID();
    const done = await act.run(() =>
      connectDeviceAction({ deviceId: device.id, gatewayId, attemptId }),
    );
    await client.invalidateQueries({ queryKey: extensionOptions().queryKey });
    // What LinkedIn asks for is answered on the page of sign-ins.
    if (done?.data.state === 'open') {
      router.push(
        `/accounts/connect?provider=LINKEDIN&connection=${gatewayId}&attempt=${attemptId}`,
      );
    }
  };
  return (
    <>
      <div className="flex flex-wrap items-end gap-2">
        {gateways.length > 1 && (
          <Field label="Through" isButtonControl className="min-w-56 flex-1">
            <Select
              value={gatewayId}
              onValueChange={setGatewayId}
              options={gateways.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Field>
        )}
        <Button
          size={36}
          variant={isFirst ? 'primary' : undefined}
          isPending={act.isPending}
          onClick={() => void connect()}
        >
          {isFirst ? 'Connect this LinkedIn account' : 'Connect it as a new account'}
        </Button>
      </div>
      {act.problem && <InlineNotice tone="bad">{act.problem.message}</InlineNotice>}
    </>
  );
}
