import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseFairly,
  type EventInTurn,
  MAX_RUNNING,
  MAX_RUNNING_OF_GATEWAY,
  MAX_RUNNING_OF_LANE,
  retryPauseSeconds,
} from './turn-rules';

let last = 0;
const event = (gatewayId: string, lane: string, turn: number): EventInTurn => {
  last += 1;
  return { id: `event-${last}`, workspaceId: 'w', gatewayId, lane, turn };
};
const lane = (gatewayId: string, name: string, count: number) =>
  Array.from({ length: count }, (_, n) => event(gatewayId, name, n + 1));
const lanesOf = (events: readonly { lane: string }[]) => events.map(({ lane: name }) => name);

describe('whose turn it is', () => {
  it('goes round among accounts, whatever waits behind the first of each', () => {
    const waiting = [...lane('g', 'noisy', 4), ...lane('g', 'calm', 1), ...lane('h', 'far', 2)];
    expect(lanesOf(chooseFairly(waiting, []))).toEqual([
      'noisy',
      'calm',
      'far',
      'noisy',
      'far',
      'noisy',
      'noisy',
    ]);
  });

  it('is of those first of whom nothing runs', () => {
    const running = lane('g', 'noisy', 2);
    const waiting = [...lane('g', 'noisy', 1), ...lane('g', 'calm', 2)];
    expect(lanesOf(chooseFairly(waiting, running))).toEqual(['calm', 'calm', 'noisy']);
  });

  it('leaves room: for other accounts, for other gateways, and beyond that nothing is begun', () => {
    expect(chooseFairly(lane('g', 'noisy', 9), [])).toHaveLength(MAX_RUNNING_OF_LANE);
    const many = Array.from({ length: 20 }, (_, n) => event('g', `account-${n}`, 1));
    expect(chooseFairly(many, [])).toHaveLength(MAX_RUNNING_OF_GATEWAY);
    expect(chooseFairly([event('h', 'far', 1)], many.slice(0, 6))).toHaveLength(1);
    const everywhere = Array.from({ length: 40 }, (_, n) => event(`g${n}`, 'a', 1));
    expect(chooseFairly(everywhere, [])).toHaveLength(MAX_RUNNING);
    expect(chooseFairly(everywhere, everywhere.slice(0, MAX_RUNNING))).toEqual([]);
  });

  it('is never again of what runs already', () => {
    const [one, two] = lane('g', 'a', 2) as [EventInTurn, EventInTurn];
    expect(chooseFairly([one, two], [one])).toEqual([two]);
  });

  it('comes to every lane that waits while there is room for it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 4 })), {
          minLength: 1,
          maxLength: MAX_RUNNING,
        }),
        (lanes) => {
          const waiting = lanes.flatMap(([gateway, count], n) =>
            lane(`g${gateway}-${n}`, `a${n}`, count),
          );
          const chosen = chooseFairly(waiting, []);
          expect(new Set(lanesOf(chosen)).size).toBe(lanes.length);
          expect(new Set(chosen).size).toBe(chosen.length);
        },
      ),
    );
  });
});

it('the pauses between tries grow from seconds to hours', () => {
  const pauses = Array.from({ length: 12 }, (_, n) => retryPauseSeconds(n + 1));
  expect(pauses[0]).toBeLessThan(4);
  expect(pauses.at(-1)).toBeLessThan(7 * 3_600);
  expect(pauses.toSorted((one, other) => one - other)).toEqual(pauses);
});
