'use client';

import { useCallback, useState } from 'react';

type DownloadState = { isPending: boolean; problem: string | null };

/**
 * Downloads a file through the browser's own download. Asked first whether it is to be had, because a
 * download that fails says so in no words of ours.
 */
export function useDownload(path: string, channel: string) {
  const [state, setState] = useState<DownloadState>({ isPending: false, problem: null });
  const start = useCallback(async () => {
    setState({ isPending: true, problem: null });
    const answer = await fetch(path, { method: 'HEAD' }).catch(() => null);
    if (!answer?.ok) {
      setState({ isPending: false, problem: problemOf(answer?.status ?? null, channel) });
      return;
    }
    const link = document.createElement('a');
    link.href = `${path}?download=1`;
    link.download = '';
    link.click();
    setState({ isPending: false, problem: null });
  }, [path, channel]);
  return { ...state, start };
}

function problemOf(status: number | null, channel: string): string {
  if (status === null) return 'Switchboard cannot be reached.';
  if (status === 401) return 'You are signed out.';
  if (status === 404) return `No longer available at ${channel}.`;
  if (status === 413) return 'Too large to be handed on.';
  return `${channel} did not hand it out.`;
}
