import { expect, it } from 'vitest';
import { readNewsletters } from '@/db/testing/newsletters';
import { cleanEmail } from './clean-queries';

const ROUNDS = 6;
/** The quickest of them counts: what a busy machine adds is not of the cleaning. */
const TRIES = 3;
const LIMIT_MS = 200;

it('real newsletters are cleaned in time, and none is given up (E13)', async () => {
  const newsletters = Object.entries(readNewsletters());
  expect(newsletters.length).toBeGreaterThan(11);
  // What is loaded and compiled once.
  for (const [, html] of newsletters) await cleanEmail(html);
  const times: { name: string; tookMs: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, html] of newsletters) {
      const tries: number[] = [];
      while (tries.length < TRIES) tries.push(await timeCleaning(name, html));
      times.push({ name, tookMs: Math.min(...tries) });
    }
  }
  times.sort((a, b) => a.tookMs - b.tookMs);
  const p99 = times[Math.ceil(times.length * 0.99) - 1];
  expect(p99?.tookMs, `p99 is ${p99?.name}`).toBeLessThan(LIMIT_MS);
}, 120_000);

async function timeCleaning(name: string, html: string): Promise<number> {
  const startMs = performance.now();
  const cleaned = await cleanEmail(html);
  const tookMs = performance.now() - startMs;
  expect(cleaned, name).not.toBeNull();
  return tookMs;
}
