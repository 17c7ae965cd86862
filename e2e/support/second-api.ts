import { type RunningSandbox, startSandbox } from '@/sandbox/server';
import { endSandbox } from './end-sandbox';
import { test as base } from './seat';

export { expect } from './seat';

/** With another API than the one that the workspace is connected to. */
export const test = base.extend<{ second: RunningSandbox }>({
  second: async ({ db }, use) => {
    const sandbox = await startSandbox({ seed: 'empty', speed: 50 });
    await use(sandbox);
    await endSandbox(db, sandbox);
  },
});
