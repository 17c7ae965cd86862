import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/lib/core/errors';
import { errorFields, log } from '@/lib/core/log';
import { hashToken } from '@/lib/core/secrets';
import { MINUTE_MS } from '@/lib/core/time';

/** Tries per window. An office shares one address of the network, hence the wider second kind. */
const LIMITS = {
  'password:address': { points: 10, duration: 15 * 60 },
  'password:ip': { points: 100, duration: 15 * 60 },
  'link:address': { points: 5, duration: 60 * 60 },
  'link:ip': { points: 60, duration: 60 * 60 },
  'redeem:ip': { points: 60, duration: 15 * 60 },
  'invitation:ip': { points: 60, duration: 15 * 60 },
} as const;
export type LimitName = keyof typeof LIMITS;

export interface RateLimits {
  /**
   * Counts one try for each key. A null key (no address of the network is known) is not counted.
   * Throws `rate_limited` when one is used up and `unavailable` when the counters cannot be read:
   * without them nobody may guess on.
   */
  take(keys: Partial<Record<LimitName, string | null>>): Promise<void>;
  /** Takes the tries back after a success, so that only failures count. */
  giveBack(keys: Partial<Record<LimitName, string | null>>): Promise<void>;
}

/** Counters in Postgres, shared by all processes. The keys are hashed: the table names nobody. */
export function createRateLimits(pool: pg.Pool): RateLimits {
  const limiters = new Map<LimitName, RateLimiterPostgres>();
  const limiterOf = (name: LimitName) => {
    const known = limiters.get(name);
    if (known) return known;
    const made = new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      keyPrefix: name,
      ...LIMITS[name],
    });
    limiters.set(name, made);
    return made;
  };
  return {
    async take(keys) {
      for (const [name, key] of entriesOf(keys)) {
        try {
          await limiterOf(name).consume(hashToken(key));
        } catch (refusal) {
          throw explain(refusal);
        }
      }
    },
    async giveBack(keys) {
      for (const [name, key] of entriesOf(keys)) {
        // The person is in already; a try too many on the counter is no reason to stop them.
        await limiterOf(name)
          .reward(hashToken(key))
          .catch((error) => log().warn(errorFields(error), 'auth.limits_failed'));
      }
    },
  };
}

const byPool = new WeakMap<pg.Pool, RateLimits>();

/** The counters of a process, made once for its pool. */
export function rateLimitsOf(pool: pg.Pool): RateLimits {
  const known = byPool.get(pool) ?? createRateLimits(pool);
  byPool.set(pool, known);
  return known;
}

function entriesOf(keys: Partial<Record<LimitName, string | null>>): [LimitName, string][] {
  const names = Object.keys(LIMITS) as LimitName[];
  return names.flatMap((name) => {
    const key = keys[name];
    return key ? [[name, key]] : [];
  });
}

function explain(refusal: unknown): AppError {
  if (refusal instanceof RateLimiterRes) {
    const minutes = Math.max(1, Math.ceil(refusal.msBeforeNext / MINUTE_MS));
    const wait = minutes === 1 ? 'in a minute' : `in ${minutes} minutes`;
    return new AppError('rate_limited', `Too many attempts. Try again ${wait}.`);
  }
  log().error(errorFields(refusal), 'auth.limits_failed');
  return new AppError(
    'unavailable',
    'Sign-in is paused because our database does not answer. Try again in a minute.',
    { cause: refusal },
  );
}
