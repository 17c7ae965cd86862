import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @returns whether the process exists; a dead child that nobody has collected counts as gone */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const afterName = stat.lastIndexOf(')') + 2;
    return stat[afterName] !== 'Z';
  } catch {
    return true; // No /proc: the signal's answer has to do.
  }
}

/** Waits until the process is gone. @returns {Promise<boolean>} false when it outlived the time */
export async function untilGone(pid, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await new Promise((wake) => setTimeout(wake, 20));
  }
  return true;
}

/**
 * Ends a process when this one dies without having done so (kill -9): a small shell waits for the end
 * of a pipe that only we hold. Call `release` once the process has been stopped.
 * @param {number} pid a negative number names a process group, as in kill(2)
 * @param {'INT' | 'TERM'} signal
 * @returns {{ process: import('node:child_process').ChildProcess, release: () => void }}
 */
export function guardProcess(pid, signal) {
  const script = 'trap "" INT TERM HUP; read -r line && exit 0; kill -s "$2" -- "$1" 2>/dev/null';
  const guard = spawn('sh', ['-c', script, 'guard', String(pid), signal], {
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    detached: true,
  });
  guard.once('error', () => {}); // Without a shell there is no guard; stopping in order still works.
  guard.stdin.once('error', () => {});
  guard.unref();
  guard.stdin.unref?.();
  return { process: guard, release: () => guard.stdin.end('done\n') };
}

/**
 * Calls back when the shell that npm put between itself and us is gone: a SIGTERM to npm ends npm and
 * that shell, and would leave us behind. Without npm nothing is watched, since a parent may leave.
 * @param {() => void} callback
 * @param {Record<string, string | undefined>} [environment]
 */
export function onParentGone(callback, environment = process.env) {
  if (!environment.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, 250);
  timer.unref();
}

/**
 * The children of one launcher. Each runs in a process group of its own, so that Ctrl-C reaches only
 * the launcher and the order of stopping is ours.
 */
export function createProcesses() {
  /** @type {Set<ReturnType<typeof spawnChild>>} in the order of their start */
  const running = new Set();
  let isClosed = false;

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {{ cwd?: string, env?: Record<string, string | undefined>, graceMs?: number,
   *   onOutput?: (text: string, stream: 'stdout' | 'stderr') => void }} [options]
   */
  function start(command, args, options = {}) {
    if (isClosed) throw new Error('Nothing more is started while everything stops.');
    const child = spawnChild(command, args, options);
    running.add(child);
    child.ended.then(() => running.delete(child));
    return child;
  }

  return {
    /** Starts a process that stays; `onOutput` gets what it prints, `graceMs` its time to end. */
    start,
    /**
     * Runs a tool to its end and keeps its last 100 KB of output.
     * @param {string} command
     * @param {string[]} args
     * @param {Parameters<typeof start>[2] & { timeoutMs?: number }} [options]
     * @returns {Promise<{ code: number | null, text: string, isMissing: boolean, isLate: boolean }>}
     */
    async run(command, args, { timeoutMs, ...options } = {}) {
      let text = '';
      const onOutput = (part, stream) => {
        text = (text + part).slice(-100_000);
        options.onOutput?.(part, stream);
      };
      const child = start(command, args, { graceMs: 5_000, ...options, onOutput });
      let isLate = false;
      const timer = timeoutMs
        ? setTimeout(() => {
            isLate = true;
            void child.stop();
          }, timeoutMs)
        : undefined;
      const { code, error } = await child.ended;
      clearTimeout(timer);
      return {
        code,
        text: text || (error?.message ?? ''),
        isMissing: error?.code === 'ENOENT',
        isLate,
      };
    },
    /** Stops what still runs, the latest first, each before the next; nothing starts afterwards. */
    async stopAll() {
      isClosed = true;
      for (const child of [...running].reverse()) await child.stop();
    },
  };
}

function spawnChild(command, args, { cwd, env, graceMs = 20_000, onOutput }) {
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8');
    child[stream].on('data', (text) => onOutput?.(text, stream));
  }
  const guard = child.pid ? guardProcess(-child.pid, 'TERM') : undefined;
  // What it started may outlive it, and would hold its output open.
  child.once('exit', () => signalTo(-child.pid, 'SIGKILL'));
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('close', (code, signal) => resolve({ code, signal, error: undefined }));
  });
  ended.then(() => guard?.release());
  return {
    pid: child.pid,
    /** Resolves when the process is gone and its output is read; never rejects. */
    ended,
    /** Asks it to end, and ends its whole group when it takes longer than its grace. */
    async stop() {
      if (!child.pid) return;
      signalTo(child.pid, 'SIGTERM');
      const timer = setTimeout(() => signalTo(-child.pid, 'SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function signalTo(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}
