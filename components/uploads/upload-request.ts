import type { Problem } from '@/lib/core/result';
import { FILE_NAME_HEADER } from '@/lib/uploads/rules';
import type { WaitingFile } from '@/lib/uploads/types';

const LOST = 'The connection was lost.';
const FAILED = 'Something failed on our side.';
/** Refusals that the same file meets again. */
const FINAL: readonly number[] = [403, 404, 409, 413];

export type UploadOutcome = { file: WaitingFile } | { problem: string; isFinal: boolean };

/**
 * Sends one file; not `fetch`, which cannot tell how much has left. Returns the way to break it off,
 * after which nothing is heard of it any more.
 */
export function sendFile(
  path: string,
  file: File,
  heard: { onProgress: (sentBytes: number) => void; onEnd: (outcome: UploadOutcome) => void },
): () => void {
  const request = new XMLHttpRequest();
  request.open('POST', path);
  request.setRequestHeader(FILE_NAME_HEADER, encodeURIComponent(wellFormed(file.name)));
  // Without a type the browser names one of its own choice.
  if (!file.type) request.setRequestHeader('content-type', 'application/octet-stream');
  request.upload.onprogress = ({ loaded }) => heard.onProgress(loaded);
  request.onload = () => heard.onEnd(outcomeOf(request.status, request.responseText, file.name));
  request.onerror = () => heard.onEnd({ problem: LOST, isFinal: false });
  request.send(file);
  return () => request.abort();
}

function outcomeOf(status: number, text: string, name: string): UploadOutcome {
  const answer = parse(text);
  if (status === 200 && typeof answer?.id === 'string')
    return { file: answer as unknown as WaitingFile };
  const { message } = (answer?.problem ?? {}) as Partial<Problem>;
  const plain = status === 413 ? `${name} is too large.` : FAILED;
  return { problem: message ?? plain, isFinal: FINAL.includes(status) };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** `encodeURIComponent` throws for half a character. */
function wellFormed(name: string): string {
  return name.replace(/\p{Surrogate}/gu, '\ufffd');
}
