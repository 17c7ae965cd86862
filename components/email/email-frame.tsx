'use client';

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { EmailView } from '@/lib/email-html/types';
import { followFrame, themeFrame } from './frame-document';

/**
 * The first layer around a mail, in the browser. Never with `allow-scripts`: beside `allow-same-origin`, which the
 * page needs to measure the document, it would give the mail the whole of our page.
 */
const SANDBOX = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';

export interface EmailFrameProps {
  messageId: string;
  /** Names the frame for whoever cannot see it. */
  subject: string | null;
  view?: EmailView;
  /** Remote pictures are fetched through us; without, they leave a blank. */
  areImagesAllowed?: boolean;
  /** Hears whether remote images were left out; must be stable. */
  onRemote?: (hasRemote: boolean) => void;
}

/**
 * One e-mail in a frame without scripts, as tall as the mail. It follows the theme, hands on the keys pressed inside,
 * and shows where the link under the pointer leads. Whoever uses it offers to show blocked pictures.
 */
export function EmailFrame(props: EmailFrameProps) {
  // Only the browser knows the theme; a frame that began in the other one would flash.
  const theme = useSyncExternalStore(subscribeTheme, readTheme, () => null);
  return theme === null ? <div className="min-h-24" /> : <ThemedFrame {...props} theme={theme} />;
}

function ThemedFrame({
  messageId,
  subject,
  view = 'safe',
  areImagesAllowed = false,
  onRemote = ignore,
  theme,
}: EmailFrameProps & { theme: 'light' | 'dark' }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [firstTheme] = useState(theme);
  const [loads, setLoads] = useState(0);
  const [heightPx, setHeightPx] = useState<number | null>(null);
  const [host, setHost] = useState<string | null>(null);

  useEffect(() => {
    if (loads === 0 || !frame.current) return;
    return followFrame(frame.current, {
      onHeight: setHeightPx,
      onLink: setHost,
      onRemote,
    });
  }, [loads, onRemote]);
  useEffect(() => {
    if (loads > 0 && frame.current) themeFrame(frame.current, theme);
  }, [loads, theme]);

  const query = new URLSearchParams({ view, theme: firstTheme });
  if (areImagesAllowed) query.set('images', '1');
  return (
    <div className="relative">
      <iframe
        ref={frame}
        title={subject ? `E-mail: ${subject}` : 'E-mail without a subject'}
        sandbox={SANDBOX}
        referrerPolicy="no-referrer"
        src={`/api/emails/${messageId}/body?${query}`}
        onLoad={() => setLoads((count) => count + 1)}
        className="block w-full border-0"
        style={{ height: heightPx ?? 96 }}
      />
      {host ? (
        <p className="pointer-events-none fixed bottom-2 left-2 z-40 max-w-[min(32rem,90vw)] truncate rounded-md border border-line bg-surface px-2 py-1 text-fg-2 text-meta shadow-sm">
          {host}
        </p>
      ) : null}
    </div>
  );
}

function ignore(): void {}

function subscribeTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['class'] });
  return () => observer.disconnect();
}

function readTheme(): 'light' | 'dark' {
  return document.documentElement.classList.contains('dark') ? 'dark' : 'light';
}
