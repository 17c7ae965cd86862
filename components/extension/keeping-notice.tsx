'use client';

import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useNow } from '@/components/accounts/use-now';
import { MISS_WORDS, OUTCOME_WORDS } from '@/components/extension/extension-words';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { STATUS_WORDS } from '@/lib/accounts/rules';
import type { StatusTone } from '@/lib/accounts/types';
import { unlinkDeviceAction } from '@/lib/extension/actions';
import { type Keeping, keepingOf } from '@/lib/extension/keep-rules';
import { extensionOptions } from '@/lib/extension/options';
import type { ExtensionDevice, ExtensionSettings, KeptAccount } from '@/lib/extension/types';

/** What a browser can do for its account, by what is known right now; green only where it was proven. */
export function KeepingNotice({
  device,
  account,
  settings,
}: {
  device: ExtensionDevice;
  account: KeptAccount;
  settings: ExtensionSettings;
}) {
  const act = useAct();
  const client = useQueryClient();
  const { nowMs } = useNow();
  const keeping = keepingOf(device, settings.devices, nowMs, settings.freshMs);
  const unlink = async () => {
    await act.run(() => unlinkDeviceAction({ deviceId: device.id }));
    await client.invalidateQueries({ queryKey: extensionOptions().queryKey });
  };
  if (!keeping) return null;
  const name = (
    <Link href={`/accounts/${account.id}`} className="underline">
      <bdi>{account.name}</bdi> · LinkedIn
    </Link>
  );
  return (
    <InlineNotice
      tone={toneOf(keeping)}
      live="polite"
      action={
        <Button size={28} isPending={act.isPending} onClick={() => void unlink()}>
          Stop
        </Button>
      }
    >
      <Said keeping={keeping} name={name} />
      {act.problem && <span className="text-bad"> {act.problem.message}</span>}
    </InlineNotice>
  );
}

function Said({ keeping, name }: { keeping: Keeping; name: ReactNode }) {
  switch (keeping.code) {
    case 'signed_in':
      return (
        <>
          {name} is connected. The session of this browser last signed it in: {at(keeping.at)}.
        </>
      );
    case 'ready':
      return (
        <>{name} is connected. If LinkedIn signs it out, the session of this browser is tried.</>
      );
    case 'doubtful':
      return (
        <>
          {name} is connected, but the session of this browser did not help when it was last tried:{' '}
          {OUTCOME_WORDS[keeping.outcome]}, {at(keeping.at)}. Sign in to LinkedIn anew in it.
        </>
      );
    case 'silent':
      return (
        <>
          {name} is connected, but this browser has reported no session since {at(keeping.since)}.
          Is it closed, paused, or signed out of LinkedIn? Until it reports again, do not count on
          it.
        </>
      );
    case 'unfit':
      return (
        <>
          {name} is connected, but this browser could not sign it in again.{' '}
          {MISS_WORDS[keeping.why]}
        </>
      );
    case 'standby':
      return (
        <>
          Another browser of yours has reported a newer session for {name}. That one is used, not
          the one of this browser.
        </>
      );
    case 'not_verified':
      return keeping.since ? (
        <>
          Nothing has proven since {at(keeping.since)} that {name} is connected.
        </>
      ) : (
        <>Nothing has proven yet that {name} is connected.</>
      );
    case 'trying':
      return <>{name} is signed out. The session of this browser is being tried right now.</>;
    case 'waiting':
      return (
        <>
          {name} is signed out. The session of this browser is tried next: {at(keeping.at)}.
          {keeping.outcome && <> Last time: {OUTCOME_WORDS[keeping.outcome]}.</>}
        </>
      );
    case 'cannot':
      return (
        <>
          {name} is signed out, and this browser cannot sign it in. {MISS_WORDS[keeping.why]}
        </>
      );
    case 'handed_over':
      return (
        <>
          {name} is signed out, and nothing is tried by itself any more. Reconnect it on its page,
          or sign in to LinkedIn anew in this browser.
        </>
      );
    case 'other_state':
      return (
        <>
          {name}: {STATUS_WORDS[keeping.status].label}. No session of a browser helps there.
        </>
      );
  }
}

function at(date: string) {
  return <RelativeTime date={date} isFocusable />;
}

function toneOf(keeping: Keeping): StatusTone {
  switch (keeping.code) {
    case 'signed_in':
      return 'ok';
    case 'ready':
    case 'trying':
      return 'info';
    case 'doubtful':
    case 'unfit':
    case 'waiting':
      return 'warn';
    case 'cannot':
    case 'handed_over':
      return 'bad';
    case 'silent':
    case 'standby':
    case 'not_verified':
      return 'neutral';
    case 'other_state':
      return STATUS_WORDS[keeping.status].tone;
  }
}
