import { freePort, startProcess, untilReady } from '../support/stack';

type Role = 'web' | 'worker';

const SHIFTED_CLOCK = './e2e/chaos/shifted-clock.mjs';
/** Neither agrees with the database or with the other (D8). */
const CLOCK_SHIFTS_MS: Record<Role, number> = { web: 600_000, worker: -600_000 };

/** Web and worker of the production build, each in a process of its own that can die at any moment. */
export async function startProduct(environment: Record<string, string>) {
  const ports: Record<Role, number> = { web: Number(environment.PORT), worker: await freePort() };
  const running = new Map<Role, ReturnType<typeof startProcess>>();
  const recoveries: number[] = [];

  const start = (role: Role, port: number, name: string) =>
    startProcess(name, ['--import', SHIFTED_CLOCK, 'server/main.ts'], {
      ...environment,
      CLOCK_SHIFT_MS: String(CLOCK_SHIFTS_MS[role]),
      ROLE: role,
      PORT: String(port),
    });
  let startCount = 0;
  const startOwn = (role: Role) => {
    // A log of its own for each life: what a process said before it died is what one looks for.
    startCount += 1;
    running.set(role, start(role, ports[role], `chaos-${role}-${startCount}`));
  };
  const untilUp = (role: Role) => untilReady(`${addressOf(ports[role])}/api/readyz`);

  startOwn('web');
  startOwn('worker');
  await Promise.all([untilUp('web'), untilUp('worker')]);
  return {
    /** Milliseconds from a kill until the process was ready again. */
    recoveries,
    /** kill -9 and a new start, as a supervisor would do. Resolves when it is ready. */
    async kill(role: Role) {
      const startMs = performance.now();
      await running.get(role)?.kill();
      startOwn(role);
      await untilUp(role);
      recoveries.push(performance.now() - startMs);
    },
    /**
     * A new version comes: beside each process a second one is started, then the first ends by SIGTERM
     * with requests in hand, and takes over again (D6). `targets` are the web processes that take
     * requests at the moment.
     */
    async roll(targets: Set<string>) {
      const port = await freePort();
      const second = start('web', port, 'chaos-web-beside');
      const helper = start('worker', await freePort(), 'chaos-worker-beside');
      await untilReady(`${addressOf(port)}/api/readyz`);
      targets.add(addressOf(port));
      for (const role of ['web', 'worker'] as const) {
        if (role === 'web') targets.delete(addressOf(ports.web));
        await running.get(role)?.stop();
        startOwn(role);
        await untilUp(role);
      }
      targets.add(addressOf(ports.web));
      targets.delete(addressOf(port));
      await Promise.all([second.stop(), helper.stop()]);
    },
    untilUp: () => Promise.all([untilUp('web'), untilUp('worker')]),
    async stop() {
      await Promise.all([...running.values()].map((part) => part.stop()));
    },
  };
}

const addressOf = (port: number) => `http://127.0.0.1:${port}`;

export type Product = Awaited<ReturnType<typeof startProduct>>;
