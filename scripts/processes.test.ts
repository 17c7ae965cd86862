import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createProcesses, guardProcess, isAlive, onParentGone, untilGone } from './processes.mjs';

const WAIT = 'setInterval(() => {}, 1000);';

describe('the children of a launcher', () => {
  it('stop in the reverse order of their start, and none starts afterwards', async () => {
    const processes = createProcesses();
    const order: string[] = [];
    for (const name of ['first', 'second']) {
      const child = processes.start(process.execPath, ['-e', WAIT]);
      child.ended.then(() => order.push(name));
    }
    await processes.stopAll();
    expect(order).toEqual(['second', 'first']);
    expect(() => processes.start(process.execPath, ['-e', WAIT])).toThrow();
  });

  it('end with their own children when they do not listen', async () => {
    const processes = createProcesses();
    let printed = '';
    const stubborn = `
      process.on('SIGTERM', () => {});
      const child = require('node:child_process').spawn(process.execPath, ['-e', '${WAIT}']);
      console.log(child.pid);
      ${WAIT}`;
    processes.start(process.execPath, ['-e', stubborn], {
      graceMs: 200,
      onOutput: (text) => {
        printed += text;
      },
    });
    await expect.poll(() => printed, { timeout: 10_000 }).toMatch(/\d+\n/);
    await processes.stopAll();
    expect(await untilGone(Number(printed), 5_000)).toBe(true);
  });

  it('report what they printed, a missing program, and a time that ran out', async () => {
    const { run } = createProcesses();
    const failed = await run(process.execPath, ['-e', 'console.error("why"); process.exit(3)']);
    expect(failed).toMatchObject({ code: 3, text: 'why\n', isLate: false });
    expect(await run('no-such-program', [])).toMatchObject({ isMissing: true });
    expect(await run(process.execPath, ['-e', WAIT], { timeoutMs: 100 })).toMatchObject({
      isLate: true,
    });
  });
});

it('a guarded process that was released lives on', async () => {
  const child = spawn(process.execPath, ['-e', WAIT]);
  const guard = guardProcess(child.pid ?? 0, 'TERM');
  guard.release();
  await once(guard.process, 'exit');
  expect(isAlive(child.pid ?? 0)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(child.pid ?? 0)).toBe(false);
});

it('a launcher under npm learns that the shell between them is gone', async () => {
  const module = JSON.stringify(new URL('./processes.mjs', import.meta.url).href);
  const launcher = `
    const { onParentGone } = await import(${module});
    onParentGone(() => process.exit(0), { npm_lifecycle_event: 'start' });
    console.log(process.pid);
    ${WAIT}`;
  // The second command keeps the shell from replacing itself with node.
  const shell = spawn('sh', [
    '-c',
    '"$0" --input-type=module -e "$1"; true',
    process.execPath,
    launcher,
  ]);
  const [line] = await once(shell.stdout, 'data');
  const pid = Number(String(line));
  expect(isAlive(pid)).toBe(true);
  shell.kill('SIGKILL');
  expect(await untilGone(pid, 10_000)).toBe(true);
  expect(onParentGone(() => {}, {})).toBeUndefined();
});
