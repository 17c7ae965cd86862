import type { BrowserHint } from '@/components/live/apply-hint';

export interface LiveHandlers {
  onHint(hint: BrowserHint): void;
  /** The stream is whole again after a gap: everything on screen must be asked for once. */
  onResync(): void;
  onStateChange(isConnected: boolean): void;
  /** The server answered, but with no stream: perhaps the session has ended. */
  onRefused(): void;
}

/** The server beats every 15 s; two missed beats and some slack mean that nobody is there. */
const SILENCE_LIMIT_MS = 40_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * Keeps one live stream open through errors, silence and sleep. Returns the way out.
 * EventSource alone would stop for ever after an answer other than 200 and would not notice silence.
 */
export function connectLive(url: string, handlers: LiveHandlers): () => void {
  let source: EventSource | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let retryMs = FIRST_RETRY_MS;
  // Between the server's rendering of the page and the first opening lies a gap as well.
  let hadGap = true;

  function alive(): void {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENCE_LIMIT_MS);
  }

  function open(): void {
    clearTimeout(retry);
    source?.close();
    source = new EventSource(url);
    source.addEventListener('ready', () => {
      retryMs = FIRST_RETRY_MS;
      handlers.onStateChange(true);
      if (hadGap) handlers.onResync();
      hadGap = false;
      alive();
    });
    source.addEventListener('beat', alive);
    source.addEventListener('resync', () => {
      alive();
      handlers.onResync();
    });
    source.addEventListener('hint', (event) => {
      alive();
      handlers.onHint(JSON.parse(event.data) as BrowserHint);
    });
    source.addEventListener('error', lost);
  }

  function lost(): void {
    // A lost network leaves it CONNECTING; an answer other than 200 closes it.
    if (source?.readyState === EventSource.CLOSED) handlers.onRefused();
    source?.close();
    clearTimeout(silence);
    clearTimeout(retry);
    hadGap = true;
    handlers.onStateChange(false);
    retry = setTimeout(open, retryMs);
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  }

  // After sleep or a lost network the timers above are late; the page coming back is not.
  function wake(): void {
    if (document.visibilityState !== 'visible') return;
    if (!source || source.readyState === EventSource.CLOSED) open();
  }

  document.addEventListener('visibilitychange', wake);
  window.addEventListener('online', open);
  open();
  return () => {
    document.removeEventListener('visibilitychange', wake);
    window.removeEventListener('online', open);
    clearTimeout(silence);
    clearTimeout(retry);
    source?.close();
  };
}
