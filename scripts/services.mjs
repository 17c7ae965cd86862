import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const READY_TIMEOUT_MS = 90_000;
/** Pino's number for warnings. */
const WARN_LEVEL = 40;

/**
 * Starts the long-running parts and waits until each is ready.
 * @param {object} options
 * @param {string} options.root
 * @param {ReturnType<typeof import('./processes.mjs').createProcesses>} options.processes
 * @param {string} options.dataDir logs go to its `logs/`
 * @param {(sentence: string) => void} options.onEnd called when a part that was ready ends by itself
 */
export function serviceStarter({ root, processes, dataDir, onEnd }) {
  function start({ name, args, environment, onLine }) {
    const log = openLog(dataDir, name);
    const tail = [];
    let rest = '';
    const child = processes.start(process.execPath, args, {
      cwd: root,
      env: environment,
      onOutput: (text, stream) => {
        log.stream.write(text);
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          tail.push(line);
          if (tail.length > 20) tail.shift();
          onLine(line, stream);
        }
      },
    });
    let isReady = false;
    const ended = child.ended.then(({ code, signal, error }) => {
      log.stream.end();
      const how = error ? error.message : `ended with ${signal ?? `code ${code}`}`;
      const last = [...tail, rest].filter((line) => line.trim()).slice(-8);
      const sentence = [`The ${name} ${how} (log: ${log.file}).`, ...last].join('\n');
      if (isReady) onEnd(sentence);
      return sentence;
    });
    return {
      /** Waits for `check`; throws the sentence of its end, or of the time that ran out. */
      async untilReady(check) {
        const late = new Promise((resolve) => {
          const sentence = `The ${name} was not ready after ${READY_TIMEOUT_MS / 1000} s (log: ${log.file}).`;
          setTimeout(() => resolve(sentence), READY_TIMEOUT_MS).unref();
        });
        const failed = Promise.race([ended, late]).then((sentence) => {
          throw new Error(sentence);
        });
        const result = await Promise.race([check(), failed]);
        failed.catch(() => {}); // Its later end is reported through onEnd.
        isReady = true;
        return result;
      },
    };
  }

  return {
    /** @returns {Promise<{ apiUrl: string, smtpPort: number, mailboxUrl: string }>} */
    async sandbox(environment) {
      let announce;
      const ready = new Promise((resolve) => {
        announce = resolve;
      });
      const onLine = (line) => {
        const message = parseJson(line);
        if (message?.ready === true) announce(message);
      };
      const args = ['--import', 'tsx', 'sandbox/main.ts'];
      return start({ name: 'sandbox', args, environment, onLine }).untilReady(() => ready);
    },

    /** @returns {Promise<{ url: string, logFile: string }>} */
    async server(environment, { isDev }) {
      const watch = [join(root, 'node_modules/tsx/dist/cli.mjs'), 'watch', '--clear-screen=false'];
      const args = [...(isDev ? watch : ['--import', 'tsx']), 'server/main.ts'];
      // People read warnings and errors; a log collector behind a pipe gets every line.
      const isForPeople = process.stdout.isTTY === true;
      const onLine = (line, stream) => {
        const isQuiet = isForPeople && (parseJson(line)?.level ?? WARN_LEVEL) < WARN_LEVEL;
        if (!isQuiet) process[stream].write(`${line}\n`);
      };
      const service = start({ name: 'server', args, environment, onLine });
      const address = addressOf(environment);
      await service.untilReady(() => untilOk(`${address}/api/readyz`));
      return { url: environment.PUBLIC_URL ?? `http://localhost:${environment.PORT}` };
    },
  };
}

/** Where the server can be reached from here, whatever address it is bound to. */
function addressOf({ HOST = '127.0.0.1', PORT }) {
  const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '::1' : HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${PORT}`;
}

async function untilOk(url) {
  for (;;) {
    const status = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

/** Keeps the log of this start and of the one before. */
function openLog(dataDir, name) {
  const folder = join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.log`);
  if (existsSync(file)) renameSync(file, `${file}.old`);
  return { file, stream: createWriteStream(file, { mode: 0o600 }) };
}

function parseJson(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
