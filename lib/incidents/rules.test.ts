import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountStatus } from '@/lib/accounts/types';
import { HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { countBack, toIncidents } from '@/lib/incidents/rules';
import type { Down } from '@/lib/incidents/types';

const START_MS = Date.parse('2026-11-20T09:00:00.000Z');
const iso = (minutes: number) => new Date(START_MS + minutes * MINUTE_MS).toISOString();

function down(
  accountId: string,
  from: number,
  to: number | null,
  fields: Partial<Down> = {},
): Down {
  return {
    id: `${accountId} ${from}`,
    accountId,
    from: iso(from),
    to: to === null ? null : iso(to),
    status: 'reconnect_needed',
    rawStatus: 'CREDENTIALS',
    ...fields,
  };
}

const incidents = (downs: Down[], total = 20) =>
  toIncidents([{ gatewayId: 'g', provider: 'LINKEDIN', total, downs }]);

describe('an outage over many accounts (A8)', () => {
  it('is one incident that ends with the last of them', () => {
    const downs = ['a', 'b', 'c', 'd', 'e'].map((id, index) => down(id, index, 60 + index));
    const [incident, ...rest] = incidents([...downs, down('f', 300, 400)]).reverse();
    expect(incident).toMatchObject({ id: 'a 0', isWide: true, from: iso(0), to: iso(64) });
    expect(incident?.downs).toHaveLength(5);
    expect(rest.map(({ id, isWide }) => [id, isWide])).toEqual([['f 300', false]]);
  });

  it('goes on while one of them is down', () => {
    const downs = ['a', 'b', 'c', 'd', 'e'].map((id, index) =>
      down(id, index, id === 'c' ? null : 60),
    );
    const [incident] = incidents(downs);
    expect(incident?.to).toBeNull();
    expect(countBack(incident?.downs ?? [])).toBe(4);
  });

  it('is none for one account that flaps, nor for few among many', () => {
    const flapping = [0, 1, 2, 3, 4, 5].map((minute) => down('a', minute * 2, minute * 2 + 1));
    expect(incidents(flapping).every(({ isWide }) => !isWide)).toBe(true);
    const few = ['a', 'b', 'c'].map((id) => down(id, 0, 60));
    expect(incidents(few, 20).every(({ isWide }) => !isWide)).toBe(true);
    expect(incidents(few, 6).every(({ isWide }) => isWide)).toBe(true);
  });

  it('does not take in an account that was restricted or paused meanwhile', () => {
    const downs = ['a', 'b', 'c', 'd', 'e'].map((id, index) => down(id, index, 60));
    const limited = down('z', 3, null, { status: 'restricted' });
    const found = incidents([...downs, limited]);
    expect(found.map((one) => one.downs.length).sort()).toEqual([1, 5]);
  });
});

const statuses: readonly AccountStatus[] = ['reconnect_needed', 'interrupted', 'restricted'];

it('every stretch of the log belongs to exactly one incident, whose times are theirs (A8)', () => {
  const stretch = fc.record({
    account: fc.integer({ min: 0, max: 7 }),
    from: fc.integer({ min: 0, max: 300 }),
    minutes: fc.option(fc.integer({ min: 1, max: 90 })),
    status: fc.constantFrom(...statuses),
  });
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 30 }), fc.integer({ min: 1, max: 8 }), (all, n) => {
      const downs = all.map(({ account, from, minutes, status }, index) =>
        down(`account ${account}`, from, minutes === null ? null : from + minutes, {
          id: String(index),
          status,
        }),
      );
      const found = incidents(downs, n);
      const ids = found.flatMap((incident) => incident.downs.map(({ id }) => id));
      expect(ids.sort()).toEqual(downs.map(({ id }) => id).sort());
      for (const incident of found) {
        const starts = incident.downs.map(({ from }) => Date.parse(from));
        expect(Date.parse(incident.from)).toBe(Math.min(...starts));
        const ends = incident.downs.map(({ to }) => to);
        const isOpen = ends.includes(null);
        expect(incident.to === null).toBe(isOpen);
        if (!isOpen) {
          expect(Date.parse(incident.to ?? '')).toBe(
            Math.max(...ends.map((end) => Date.parse(end ?? ''))),
          );
        }
        // Nobody calls a day one outage: each dropped soon after the one before.
        starts.sort((one, two) => one - two);
        const pauses = starts.map((start, index) => start - (starts[index - 1] ?? start));
        expect(Math.max(...pauses)).toBeLessThan(HOUR_MS);
      }
    }),
  );
});
