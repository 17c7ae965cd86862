/** A live stream as a browser would hold it open, read without one. */
export interface LiveStream {
  /** Everything that came so far. */
  text(): string;
  isEnded(): boolean;
  close(): void;
}

/** Opens it with a session's cookie and resolves when the first bytes are here. */
export async function openStream(url: string, cookie: string): Promise<LiveStream> {
  const stop = new AbortController();
  const response = await fetch(`${url}/api/live`, { headers: { cookie }, signal: stop.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!response.ok || !reader) throw new Error(`The stream answered ${response.status}.`);
  let text = '';
  let isEnded = false;
  const read = async () => {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      text += chunk.value;
    }
  };
  const first = await reader.read();
  text += first.value ?? '';
  read()
    .catch(() => undefined)
    .finally(() => {
      isEnded = true;
    });
  return { text: () => text, isEnded: () => isEnded, close: () => stop.abort() };
}
