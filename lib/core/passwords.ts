import { hash, verify } from '@node-rs/argon2';
import { randomToken } from './secrets';

/**
 * Argon2id, the first choice of OWASP's password storage advice at its second setting: 19 MiB, two
 * passes, one lane; about 25 ms here. Every hash names its own parameters, so that they can be raised.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/**
 * True when `password` is the one that `stored` was made of. Without a stored hash the same work is
 * done and the answer is false: the time does not tell whether there is such a person.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const isRight = await verify(stored ?? (await dummyHash()), password);
  return isRight && stored !== null;
}

let dummy: Promise<string> | undefined;

function dummyHash(): Promise<string> {
  dummy ??= hashPassword(randomToken());
  return dummy;
}
