/** A page that never says that it is ready counts as such all the same; no device is so slow. */
const LONGEST_WAIT_MS = 10_000;

let isReady = false;
const waiting = new Set<() => void>();

/** The first page has taken over what the server rendered. */
export function markPageReady(): void {
  isReady = true;
  // Until now no button of the page takes the pointer (globals.css): nobody would hear it.
  document.documentElement.dataset.pageReady = '';
  for (const start of [...waiting]) start();
}

/**
 * Calls `start` once the first page has taken over. A streamed page does so later than its frame; an
 * update that came between would change the data under what the server rendered, and React would draw
 * it anew. Returns the way out.
 */
export function whenPageReady(start: () => void): () => void {
  const once = () => {
    stop();
    start();
  };
  const timer = setTimeout(markPageReady, LONGEST_WAIT_MS);
  const stop = () => {
    clearTimeout(timer);
    waiting.delete(once);
  };
  if (isReady) once();
  else waiting.add(once);
  return stop;
}
