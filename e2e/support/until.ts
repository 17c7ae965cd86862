import { setTimeout as pause } from 'node:timers/promises';

interface Patience {
  everyMs: number;
  limitMs: number;
  /** What is said when it never came. */
  late: string;
}

/** Asks until there is an answer, for what happens outside a browser. Throws when it takes too long. */
export async function until<T>(
  ask: () => Promise<T | null>,
  { everyMs, limitMs, late }: Patience,
): Promise<T> {
  const endMs = performance.now() + limitMs;
  while (performance.now() < endMs) {
    const answer = await ask();
    if (answer !== null) return answer;
    await pause(everyMs);
  }
  throw new Error(late);
}
