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

  const start = (role: Role) =>
    running.set(
      role,
      startProcess(`chaos-${role}`, ['--import', SHIFTED_CLOCK, 'server/main.ts'], {
        ...environment,
        CLOCK_SHIFT_MS: String(CLOCK_SHIFTS_MS[role]),
        ROLE: role,
        PORT: String(ports[role]),
      }),
    );
  const untilUp = (role: Role) => untilReady(`http://127.0.0.1:${ports[role]}/api/readyz`);

  start('web');
  start('worker');
  await Promise.all([untilUp('web'), untilUp('worker')]);
  return {
    /** Milliseconds from a kill until the process was ready again. */
    recoveries,
    /** kill -9 and a new start, as a supervisor would do. Resolves when it is ready. */
    async kill(role: Role) {
      const startMs = performance.now();
      await running.get(role)?.kill();
      start(role);
      await untilUp(role);
      recoveries.push(performance.now() - startMs);
    },
    untilUp: () => Promise.all([untilUp('web'), untilUp('worker')]),
    async stop() {
      await Promise.all([...running.values()].map((part) => part.stop()));
    },
  };
}

export type Product = Awaited<ReturnType<typeof startProduct>>;
