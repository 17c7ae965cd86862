import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import {
  chooseFairly,
  type EventInTurn,
  LEASE_SECONDS,
  MAX_RUNNING_OF_LANE,
  type RunningEvent,
} from './turn-rules';

const MAX_CANDIDATES = 200;

/**
 * The next events to process, leased to the caller: no other worker takes one of them until its lease
 * ends, which is what becomes of the events of a worker that died. Whose turn it is does not depend on
 * how much waits: each account of each gateway has a lane of its own (W15). `running` is what the
 * caller processes already. Over all workspaces: it looks for work, which then runs in the scope of
 * its workspace.
 */
export async function takeEvents(
  db: Db,
  running: readonly RunningEvent[],
): Promise<RunningEvent[]> {
  const { rows } = await db.execute<EventInTurn & Record<string, unknown>>(WAITING);
  const chosen = chooseFairly(rows, running);
  if (chosen.length === 0) return [];
  const ids = sql.param(chosen.map(({ id }) => id));
  const leased = await db.execute<{ id: string }>(sql`
    update webhook_events set try_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where id = any(${ids}::uuid[]) and state = 'received' and try_at <= clock_timestamp()
    returning id`);
  const won = new Set(leased.rows.map(({ id }) => id));
  return chosen.filter(({ id }) => won.has(id));
}

// Steps from lane to lane by the index, so that a hundred thousand events of one cost what one costs.
const WAITING = sql`
  with recursive lane (gateway_id, lane) as (
    (select gateway_id, lane from webhook_events
      where state = 'received' and origin = 'webhook'
      order by gateway_id, lane limit 1)
    union all
    select next.gateway_id, next.lane from lane cross join lateral (
      select e.gateway_id, e.lane from webhook_events e
      where e.state = 'received' and e.origin = 'webhook'
        and (e.gateway_id, e.lane) > (lane.gateway_id, lane.lane)
      order by e.gateway_id, e.lane limit 1) next
  )
  select event.id, event.workspace_id as "workspaceId", lane.gateway_id as "gatewayId", lane.lane,
    event.turn::int
  from lane cross join lateral (
    select due.*, row_number() over (order by due.try_at, due.id) as turn from (
      select e.id, e.workspace_id, e.try_at from webhook_events e
      where e.state = 'received' and e.origin = 'webhook'
        and e.gateway_id = lane.gateway_id and e.lane = lane.lane and e.try_at <= now()
      order by e.try_at limit ${sql.raw(String(MAX_RUNNING_OF_LANE))}) due
  ) event
  order by event.turn, event.try_at limit ${sql.raw(String(MAX_CANDIDATES))}`;
