import { createDb, createPool } from '@/db/client';
import { env } from '@/lib/core/env';
import type { KeyRing } from '@/lib/core/secrets';
import { resealAll } from '@/lib/sealed/mutations';
import { getSealedState, type SealedState, unreadableSentence } from '@/lib/sealed/queries';

/**
 * `npm run keys -- status` says by which encryption key how much is sealed; `npm run keys -- reseal` seals all of it with
 * the newest one. With the product's environment. Ends with 1 while an older key is still needed.
 */
async function main(): Promise<void> {
  const [command = 'status'] = process.argv.slice(2);
  if (command !== 'status' && command !== 'reseal') {
    throw new Error('Say what to do: npm run keys -- status, or npm run keys -- reseal.');
  }
  const ring = env().ENCRYPTION_KEYS;
  const pool = createPool(env().DATABASE_URL, 2);
  try {
    const db = createDb(pool);
    if (command === 'reseal') print(`Sealed anew: ${await resealAll(db, ring)} rows.`);
    const states = await getSealedState(db, ring);
    for (const state of states) print(lineOf(state));
    const needed = olderVersions(states, ring);
    print(
      needed.length === 0
        ? `All of it is sealed with ${ring[0]?.version}. Older keys may be removed.`
        : `Still needed: ${needed.join(', ')}.`,
    );
    const unreadable = unreadableSentence(states, ring);
    if (unreadable) print(unreadable);
    process.exitCode = needed.length === 0 && !unreadable ? 0 : 1;
  } finally {
    await pool.end();
  }
}

function lineOf({ name, byVersion, unreadableRows }: SealedState): string {
  const counts = Object.entries(byVersion).map(([version, count]) => `${count} by ${version}`);
  const shut = unreadableRows.length > 0 ? `; cannot be opened: ${unreadableRows.join(', ')}` : '';
  return `${name}: ${counts.join(', ') || 'nothing'}${shut}`;
}

function olderVersions(states: readonly SealedState[], ring: KeyRing): string[] {
  const found = new Set(states.flatMap(({ byVersion }) => Object.keys(byVersion)));
  return [...found].filter((version) => version !== ring[0]?.version).sort();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
