/** Told at every commit of new events. A worker that misses it looks again within a second. */
export const WAITING_CHANNEL = 'webhook_events_waiting';

/** An event that is being processed, with whose turn it counts for. */
export interface RunningEvent {
  id: string;
  workspaceId: string;
  gatewayId: string;
  /** The API's id of the account; empty where the body names none. */
  lane: string;
}

/** A waiting event; `turn` is its place in its lane, from 1. */
export interface EventInTurn extends RunningEvent {
  turn: number;
}

/** Most of them wait for an API, so more than there are processors. */
export const MAX_RUNNING = 16;
/** One API that hangs must leave room for those that answer. */
export const MAX_RUNNING_OF_GATEWAY = 6;
/** And one account room for the others of its gateway. */
export const MAX_RUNNING_OF_LANE = 4;

/** Longer than an event takes; so long waits what a dead worker had taken (I10: < 60 s). */
export const LEASE_SECONDS = 45;

/**
 * Which of the waiting events are next: as many as there is room for, first of the lanes of which least
 * runs, in a lane in order. What already runs here is not begun again, even if its lease has ended.
 */
export function chooseFairly(
  waiting: readonly EventInTurn[],
  running: readonly RunningEvent[],
): RunningEvent[] {
  const ids = new Set(running.map(({ id }) => id));
  const ofLane = countBy(running, laneKey);
  const ofGateway = countBy(running, ({ gatewayId }) => gatewayId);
  const inOrder = waiting
    .filter(({ id }) => !ids.has(id))
    .map((event) => ({ event, rank: event.turn + (ofLane.get(laneKey(event)) ?? 0) }))
    .toSorted((one, other) => one.rank - other.rank);
  const chosen: RunningEvent[] = [];
  for (const { event } of inOrder) {
    if (running.length + chosen.length >= MAX_RUNNING) break;
    const lane = ofLane.get(laneKey(event)) ?? 0;
    const gateway = ofGateway.get(event.gatewayId) ?? 0;
    if (lane >= MAX_RUNNING_OF_LANE || gateway >= MAX_RUNNING_OF_GATEWAY) continue;
    ofLane.set(laneKey(event), lane + 1);
    ofGateway.set(event.gatewayId, gateway + 1);
    chosen.push(event);
  }
  return chosen;
}

const laneKey = ({ gatewayId, lane }: RunningEvent) => `${gatewayId} ${lane}`;

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

/** Tries in all before an event is given up and shown as failed. */
export const MAX_ATTEMPTS = 12;

/** So often may an event take the process with it before it is put aside (W17). */
export const MAX_CRASHES = 3;

/** Seconds until an event that failed is tried again: 3 s first, 6 h at most. */
export function retryPauseSeconds(attempts: number): number {
  return Math.exp(Math.min(10, attempts));
}
