import { sql } from 'drizzle-orm';
import { AppError } from '@/lib/core/errors';
import { systemClock } from '@/lib/core/time';
import { scheduleProblem } from './schedule-rules';

/**
 * When a message leaves, as columns of its row: at the time that its author chose (ISO 8601), else once its hold is over.
 * The hold is measured by the database's clock, which also decides when it is over. Throws `invalid_input` for a time
 * that has passed or lies too far ahead.
 */
export function leavingAt(sendAt: string | undefined, holdSeconds: number) {
  if (sendAt !== undefined) return scheduledAt(sendAt);
  if (holdSeconds === 0) return { state: 'sending' } as const;
  return {
    state: 'held',
    heldUntil: sql`clock_timestamp() + make_interval(secs => ${holdSeconds})`,
  } as const;
}

/** A scheduled message is one that is held for long. */
export function scheduledAt(sendAt: string) {
  const at = new Date(sendAt);
  const problem = scheduleProblem(at, systemClock.now());
  if (problem) throw new AppError('invalid_input', problem);
  return { state: 'held', heldUntil: at, scheduledFor: at } as const;
}
