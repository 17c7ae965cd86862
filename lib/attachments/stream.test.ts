import { describe, expect, it, vi } from 'vitest';
import { cutStream, readHead } from './stream-handlers';

async function* pieces(...sizes: number[]): AsyncGenerator<Uint8Array> {
  let next = 0;
  for (const size of sizes) {
    yield Uint8Array.from({ length: size }, () => next++ % 251);
  }
}

async function read(
  sizes: number[],
  range: { start: number; end: number },
  isExact: boolean,
  close = () => {},
): Promise<number[]> {
  const source = await readHead(pieces(...sizes), 10);
  const stream = cutStream(source, range, isExact, close);
  return [...Buffer.from(await new Response(stream).arrayBuffer())];
}

const count = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => (from + index) % 251);

describe('a file on its way through', () => {
  it('is the asked part, wherever its pieces end', async () => {
    for (const sizes of [[100], [1, 99], [30, 30, 40], Array(100).fill(1)]) {
      expect(await read(sizes, { start: 0, end: 99 }, true)).toEqual(count(0, 99));
      expect(await read(sizes, { start: 25, end: 60 }, true)).toEqual(count(25, 60));
      expect(await read(sizes, { start: 99, end: 99 }, true)).toEqual([99]);
    }
  });

  it('lets the provider go as soon as the part is there', async () => {
    const close = vi.fn();
    await read([50, 50], { start: 0, end: 20 }, true, close);
    expect(close).toHaveBeenCalledOnce();
  });

  it('is cut when it is longer than was said, and broken when it is shorter', async () => {
    expect(await read([100, 100], { start: 0, end: 99 }, true)).toEqual(count(0, 99));
    await expect(read([50], { start: 0, end: 99 }, true)).rejects.toThrow();
  });

  it('of unknown length ends in an error at the limit (E12)', async () => {
    expect(await read([50, 50], { start: 0, end: 99 }, false)).toEqual(count(0, 99));
    await expect(read([50, 51], { start: 0, end: 99 }, false)).rejects.toThrow();
  });

  it('takes no piece that nobody has asked for', async () => {
    let taken = 0;
    async function* endless() {
      while (true) {
        taken += 1;
        yield new Uint8Array(1_000);
      }
    }
    const source = await readHead(endless(), 1);
    const reader = cutStream(source, { start: 0, end: 1e9 }, true, () => {}).getReader();
    await reader.read();
    await reader.read();
    expect(taken).toBeLessThanOrEqual(3);
  });
});
