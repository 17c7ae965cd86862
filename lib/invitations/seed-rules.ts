/**
 * Numbers from 0 up to 1 that look like chance and are the same for the same seed, so that a plan that is
 * made twice, by a job that is run again, comes out the same. No secret may depend on them. (mulberry32)
 */
export function seededRandom(seed: string): () => number {
  let state = 2_166_136_261;
  for (const unit of seed) state = Math.imul(state ^ (unit.codePointAt(0) ?? 0), 16_777_619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
