import { createHash } from 'node:crypto';

/**
 * A stable id in the shape the API uses: 128 bits as 22 URL-safe base64 characters.
 * The same parts always give the same id, so the demo seed is identical on every machine.
 */
export function idOf(...parts: (string | number)[]): string {
  return digest(parts).subarray(0, 16).toString('base64url');
}

/** A stable 32-bit number of the parts, for seeding a {@link Random}. */
export function numberOf(...parts: (string | number)[]): number {
  return digest(parts).readUInt32BE(0);
}

/** A stable run of decimal digits of the parts, for phone numbers and numeric provider ids. */
export function digitsOf(length: number, ...parts: (string | number)[]): string {
  const value = BigInt(`0x${digest(parts).toString('hex')}`).toString();
  return value.slice(1, length + 1);
}

/** A LinkedIn member id of the classic product: `ACo` and 36 characters. */
export function linkedinIdOf(...parts: (string | number)[]): string {
  return `ACoAA${digest(parts).toString('base64url').slice(0, 34)}`;
}

/** The same member in another product: `ACw` in Sales Navigator, `AE` in Recruiter. */
export function productIdOf(classicId: string, product: 'sales_navigator' | 'recruiter'): string {
  return `${product === 'recruiter' ? 'AE' : 'ACw'}${classicId.slice(3)}`;
}

/** The id under which Instagram takes messages for a profile. */
export function messagingIdOf(instagramId: string): string {
  return digitsOf(17, 'messaging', instagramId);
}

function digest(parts: (string | number)[]): Buffer {
  return createHash('sha256').update(parts.join('\u0000')).digest();
}

/** Small seeded generator (mulberry32): good enough to vary a demo, identical on every run. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** An integer in [low, high], both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True with the given probability (0 to 1). */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items; throws on an empty list, which is always a mistake of the caller. */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error('Nothing to pick from');
    return item;
  }
}
