'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { newId } from '@/lib/core/ids';
import type { WaitingFile } from '@/lib/uploads/types';
import {
  changeEntries,
  hasProblem,
  isUnderWay,
  nextToBegin,
  type UploadChange,
  type UploadEntry,
} from './upload-entries';
import { sendFile } from './upload-request';

interface Job {
  file: File;
  path: string;
  onDone: (file: WaitingFile) => void;
  abort?: () => void;
}

/**
 * Uploads of this page, by draft. They lie outside of React, because going to another conversation
 * must not break them off.
 */
const drafts = new Map<string, readonly UploadEntry[]>();
const jobs = new Map<string, Job>();
const listeners = new Set<() => void>();
const NONE: readonly UploadEntry[] = [];

export function useUploads(draft: string): readonly UploadEntry[] {
  const read = useCallback(() => drafts.get(draft) ?? NONE, [draft]);
  return useSyncExternalStore(subscribe, read, none);
}

export function uploadsOf(draft: string): readonly UploadEntry[] {
  return drafts.get(draft) ?? NONE;
}

/** Begins an upload, or with a refusal only shows why it does not begin. */
export function addUpload(
  draft: string,
  job: Pick<Job, 'file' | 'path' | 'onDone'>,
  refusal: string | null,
): void {
  const key = newId();
  const { name, size } = job.file;
  if (refusal === null) jobs.set(key, job);
  change(draft, { type: 'add', entry: { key, name, sizeBytes: size }, refusal });
  beginNext(draft);
}

export function retryUpload(draft: string, key: string): void {
  change(draft, { type: 'retry', key });
  beginNext(draft);
}

/** Breaks an upload off, or takes a failed one away. */
export function dropUpload(draft: string, key: string): void {
  jobs.get(key)?.abort?.();
  jobs.delete(key);
  change(draft, { type: 'remove', key });
  beginNext(draft);
}

/** Resolves when none is under way any more: true if all got there. */
export function untilUp(draft: string): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      const entries = uploadsOf(draft);
      if (isUnderWay(entries)) return;
      listeners.delete(look);
      resolve(!hasProblem(entries));
    };
    listeners.add(look);
    look();
  });
}

function beginNext(draft: string): void {
  for (const key of nextToBegin(uploadsOf(draft))) {
    const job = jobs.get(key);
    if (job) begin(draft, key, job);
  }
}

function begin(draft: string, key: string, job: Job): void {
  change(draft, { type: 'begin', key });
  job.abort = sendFile(job.path, job.file, {
    onProgress: (sentBytes) => change(draft, { type: 'progress', key, sentBytes }),
    onEnd(outcome) {
      if ('file' in outcome) {
        jobs.delete(key);
        // First into the draft, then off this list: between the two it would be nowhere.
        job.onDone(outcome.file);
        change(draft, { type: 'remove', key });
      } else {
        change(draft, { type: 'fail', key, ...outcome });
      }
      beginNext(draft);
    },
  });
}

function change(draft: string, what: UploadChange): void {
  const entries = changeEntries(uploadsOf(draft), what);
  if (entries.length > 0) drafts.set(draft, entries);
  else drafts.delete(draft);
  const isBusy = [...drafts.values()].some(isUnderWay);
  if (isBusy) window.addEventListener('beforeunload', askFirst);
  else window.removeEventListener('beforeunload', askFirst);
  for (const notify of [...listeners]) notify();
}

/** A page that is left takes along what is still on its way, so the browser asks. */
function askFirst(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function subscribe(notify: () => void): () => void {
  listeners.add(notify);
  return () => listeners.delete(notify);
}

function none(): readonly UploadEntry[] {
  return NONE;
}
