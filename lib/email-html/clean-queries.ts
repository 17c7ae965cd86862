import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { errorFields, log } from '@/lib/core/log';
import type { CleanAnswer, CleanRequest } from './clean-handlers';
import { isForwardSubject } from './subject-rules';

/**
 * Grows whenever cleaning gets stricter or keeps more. HTML that an older version cleaned is cleaned again
 * before it is shown.
 */
export const SAFE_VERSION = 2;

/** An ordinary newsletter takes a tenth of a second or two. */
const TIME_LIMIT_MS = 5_000;
/** Larger ones could not be shown anyway: a browser would stand still for as long. */
const MOST_CHARACTERS = 8_000_000;
const MOST_MEMORY_MB = 512;
const MOST_THREADS = 2;
/** Loading jsdom on a busy machine. */
const START_LIMIT_MS = 30_000;
/** A thread that nobody asks anything for so long ends and gives its memory back. */
const IDLE_MS = 60_000;

interface CleanOptions {
  /** Of the e-mail: a forwarded one shows what it quotes. */
  subject?: string | null;
  timeLimitMs?: number;
}

/**
 * Cleans the HTML of one e-mail in a thread of its own. Null when it could not be cleaned within time and
 * memory: its plain text is shown then. Never throws.
 */
export async function cleanEmail(html: string, options: CleanOptions = {}): Promise<string | null> {
  if (html.length > MOST_CHARACTERS) return null;
  const thread = await takeThread();
  const request = { html, isForward: isForwardSubject(options.subject) };
  const answer = await ask(thread, request, options.timeLimitMs ?? TIME_LIMIT_MS);
  if (answer) giveBack(thread);
  else endThread(thread);
  if (!answer?.safeHtml) {
    const failure = answer?.failure ?? 'no answer';
    log().warn({ failure, characters: html.length }, 'email.not_cleaned');
  }
  return answer?.safeHtml ?? null;
}

interface Thread {
  worker: Worker;
  /** False when it ended before it was ready. */
  isReady: Promise<boolean>;
  idle?: NodeJS.Timeout;
}

const threads = new Set<Thread>();
const free: Thread[] = [];
const waiting: ((thread: Thread) => void)[] = [];

function takeThread(): Promise<Thread> {
  const thread = free.pop() ?? (threads.size < MOST_THREADS ? startThread() : undefined);
  if (!thread) return new Promise((give) => waiting.push(give));
  clearTimeout(thread.idle);
  return Promise.resolve(thread);
}

function giveBack(thread: Thread): void {
  const next = waiting.shift();
  if (next) {
    next(thread);
    return;
  }
  free.push(thread);
  thread.idle = setTimeout(() => endThread(thread), IDLE_MS);
  thread.idle.unref();
}

function endThread(thread: Thread): void {
  forget(thread);
  void thread.worker.terminate();
  const next = waiting.shift();
  if (next) next(startThread());
}

function forget(thread: Thread): void {
  clearTimeout(thread.idle);
  threads.delete(thread);
  const place = free.indexOf(thread);
  if (place >= 0) free.splice(place, 1);
}

/**
 * The thread's file is named by its path, since a bundler would take it, and jsdom with it, to pieces; the
 * loader of TypeScript does not come to a thread by itself.
 */
const START = `
const { workerData } = require('node:worker_threads');
import('tsx/esm/api').then(({ register }) => { register(); return import(workerData.address); });
`;

function startThread(): Thread {
  const worker = new Worker(START, {
    eval: true,
    execArgv: [],
    env: {},
    workerData: { address: pathToFileURL(resolve('lib', 'email-html', 'clean-handlers.ts')).href },
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  // Without a listener an error of the thread would end the process; its exit follows.
  worker.on('error', (error) => log().warn(errorFields(error), 'email.thread_failed'));
  const thread = { worker, isReady: firstMessage(worker, START_LIMIT_MS).then(Boolean) };
  threads.add(thread);
  worker.once('exit', () => forget(thread));
  return thread;
}

/** Null: no answer in time, or the thread died of the question. */
async function ask(
  { worker, isReady }: Thread,
  request: CleanRequest,
  limitMs: number,
): Promise<CleanAnswer | null> {
  if (!(await isReady)) return null;
  const answer = firstMessage(worker, limitMs);
  worker.postMessage(request);
  return (await answer) as CleanAnswer | null;
}

/** What a thread says next; null when it ends or the time is over. Only meanwhile it keeps the process alive. */
function firstMessage(worker: Worker, limitMs: number): Promise<unknown> {
  return new Promise((settle) => {
    const end = (message: unknown) => {
      clearTimeout(timer);
      worker.off('message', end).off('exit', lost).unref();
      settle(message);
    };
    const lost = () => end(null);
    const timer = setTimeout(lost, limitMs);
    worker.on('message', end).on('exit', lost).ref();
  });
}
