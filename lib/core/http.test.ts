import { describe, expect, it } from 'vitest';
import { readLimited } from './http';

async function* chunks(...sizes: number[]): AsyncGenerator<Uint8Array> {
  for (const size of sizes) yield new Uint8Array(size);
}

/** Gives one byte and then nothing for ever, as a slow client does. */
async function* stalling(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(1);
  await new Promise(() => undefined);
}

describe('a request body', () => {
  it('is read whole up to the limit', async () => {
    const body = await readLimited(chunks(400, 600), { maxBytes: 1000, timeoutMs: 1000 });
    expect(body.length).toBe(1000);
  });

  it('is refused at the first byte over the limit, without reading on', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 100;
        yield new Uint8Array(100);
      }
    }
    await expect(readLimited(endless(), { maxBytes: 250, timeoutMs: 1000 })).rejects.toMatchObject({
      code: 'too_large',
    });
    expect(given).toBe(300);
  });

  it('is cut off when it trickles', async () => {
    await expect(readLimited(stalling(), { maxBytes: 10, timeoutMs: 30 })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
