'use client';

import { useEffect, useState } from 'react';
import type { CheckpointProps } from '@/components/custom-auth/checkpoint-panel';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Spinner } from '@/components/ui/spinner';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { renewQrAction } from '@/lib/custom-auth/actions';
import { QR_LIFE_MS } from '@/lib/custom-auth/form-rules';
import type { ShownCheckpoint } from '@/lib/custom-auth/types';

type Qr = Extract<ShownCheckpoint, { type: 'qr' }>;

interface QrPanelProps extends CheckpointProps {
  checkpoint: Qr;
  password: string;
}

/** Around the code readers want four light units, in both themes. */
const QUIET = 4;

/** A code that a phone scans. The next one is fetched before this one dies; once it is scanned the page goes on. */
export function QrPanel({ attempt, onChange, checkpoint, password }: QrPanelProps) {
  const { size, path, until } = checkpoint;
  const isLost = useRenewal(attempt.id, until, password, onChange);
  const name = PROVIDER_NAMES[attempt.provider];
  const side = size + 2 * QUIET;
  return (
    <div className="flex flex-col items-center gap-4 sm:flex-row sm:items-start">
      <svg
        role="img"
        aria-label={`QR code of ${name}`}
        viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
        shapeRendering="crispEdges"
        className="size-60 shrink-0 rounded-card forced-colors-keep"
      >
        <rect x={-QUIET} y={-QUIET} width={side} height={side} fill="white" />
        <path d={path} fill="black" />
      </svg>
      <div className="flex flex-col gap-3">
        <ol className="flex list-decimal flex-col gap-1 ps-5 text-body text-fg">
          {STEPS[attempt.provider === 'TELEGRAM' ? 'TELEGRAM' : 'WHATSAPP'].map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p role="status" className="flex items-center gap-2 text-ui text-fg-2">
          <Spinner /> Waiting for the scan. The code is renewed by itself.
        </p>
        {attempt.provider === 'TELEGRAM' && password === '' && (
          <p className="text-meta text-fg-3">
            Does nothing happen after the scan? Then your Telegram has a two-step password: cancel,
            and enter it with the next try.
          </p>
        )}
        {isLost && (
          <InlineNotice tone="warn">The next code could not be fetched. We try again.</InlineNotice>
        )}
      </div>
    </div>
  );
}

const STEPS = {
  WHATSAPP: [
    'Open WhatsApp on your phone',
    'Open Settings, Linked devices',
    'Choose Link a device and point the camera here',
  ],
  TELEGRAM: [
    'Open Telegram on your phone',
    'Open Settings, Devices',
    'Choose Link desktop device and point the camera here',
  ],
} as const;

const TRY_AGAIN_MS = 5_000;

/** Asks for the next code once this one’s time is over, while somebody looks at the page. True: it does not come. */
function useRenewal(
  attemptId: string,
  until: string | null,
  password: string,
  onChange: CheckpointProps['onChange'],
): boolean {
  const [tries, setTries] = useState({ sinceNew: 0, failed: 0 });
  useEffect(() => {
    if (until === null) return;
    const untilMs = Date.parse(until);
    let isOff = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function renew() {
      if (isOff || document.visibilityState !== 'visible') return;
      const result = await renewQrAction({ attemptId, password }).catch(() => null);
      if (isOff) return;
      const isOk = result?.ok === true;
      if (isOk) onChange(result.data);
      // Still the old one where another page had the turn, or where this browser's clock is ahead.
      const isNew = isOk && !isSame(result.data.checkpoint, untilMs);
      setTries(({ sinceNew, failed }) => ({
        sinceNew: isNew ? 0 : sinceNew + 1,
        failed: isOk ? 0 : failed + 1,
      }));
    }
    // No code lives longer, whatever this browser's clock says.
    const leftMs = () => Math.min(QR_LIFE_MS, Math.max(0, untilMs - Date.now()));
    timer = setTimeout(renew, tries.sinceNew > 0 ? TRY_AGAIN_MS : leftMs());
    const onShow = () => {
      clearTimeout(timer);
      timer = setTimeout(renew, leftMs());
    };
    document.addEventListener('visibilitychange', onShow);
    return () => {
      isOff = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onShow);
    };
  }, [attemptId, until, password, onChange, tries]);
  return tries.failed > 1;
}

function isSame(checkpoint: ShownCheckpoint | null, untilMs: number): boolean {
  return checkpoint?.type === 'qr' && Date.parse(checkpoint.until ?? '') === untilMs;
}
