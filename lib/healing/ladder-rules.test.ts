import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import type { UseOutcome } from '@/lib/extension/types';
import {
  type CookieFacts,
  classify,
  DEBOUNCE_MS,
  firstRungMs,
  type LadderFacts,
  mailTime,
  nextStep,
  TRIES,
} from '@/lib/healing/ladder-rules';

const LOST = Date.parse('2026-11-28T09:12:00Z');
const at = (minutes: number) => LOST + minutes * MINUTE_MS;

const COOKIE: CookieFacts = {
  seenAtMs: at(-11),
  refusal: null,
  isSameMember: true,
  isSameBrowser: true,
  lastUse: null,
};

const facts = (fields: Partial<LadderFacts> = {}): LadderFacts => ({
  nowMs: at(2),
  lostAtMs: LOST,
  dueMs: at(2),
  tries: 0,
  status: 'reconnect_needed',
  isWrongIdentity: false,
  hasOutage: false,
  hasTwin: false,
  isApiDown: false,
  personUntilMs: null,
  lastOutcome: null,
  cookie: COOKIE,
  provenAtMs: at(-12),
  ...fields,
});

describe('a loss is', () => {
  it.each([
    ['flap', { nowMs: at(1) }],
    ['credentials', {}],
    ['provider_down', { hasOutage: true }],
    ['checkpoint', { lastOutcome: 'checkpoint' }],
    ['restriction', { status: 'restricted' }],
    ['restriction', { lastOutcome: 'restricted' }],
    ['wrong_account', { isWrongIdentity: true }],
    ['wrong_account', { lastOutcome: 'wrong_account' }],
    ['ghost', { hasTwin: true }],
    [null, { status: 'connected' }],
    [null, { status: 'removed' }],
  ] as const)('%s for %j', (wanted, fields) => {
    expect(classify(facts(fields))).toBe(wanted);
  });
});

describe('the next rung', () => {
  it.each([
    ['waits out a flap', { nowMs: at(1) }, { do: 'wait', why: 'flap', untilMs: at(2) }],
    [
      'waits while many are down',
      { hasOutage: true },
      { do: 'wait', why: 'provider_down', untilMs: at(32) },
    ],
    [
      'waits while the API says nothing',
      { isApiDown: true },
      { do: 'wait', why: 'api_down', untilMs: at(32) },
    ],
    [
      'waits while somebody signs in by hand',
      { personUntilMs: at(20) },
      { do: 'wait', why: 'person', untilMs: at(20) },
    ],
    ['tries a cookie that was never used', {}, { do: 'try', nextMs: at(62) }],
    [
      'misses where none is kept',
      { cookie: null },
      { do: 'miss', why: 'no_cookie', nextMs: at(62) },
    ],
    [
      'asks by e-mail after four rungs',
      { tries: 4, nowMs: at(242), dueMs: at(242) },
      { do: 'mail', why: 'exhausted' },
    ],
    [
      'asks at once at a checkpoint',
      { lastOutcome: 'checkpoint' },
      { do: 'mail', why: 'checkpoint' },
    ],
    ['asks at once for a ghost', { hasTwin: true }, { do: 'mail', why: 'ghost' }],
    ['ends once it works', { status: 'connected' }, { do: 'end', state: 'recovered' }],
    ['ends once it is restricted', { status: 'restricted' }, { do: 'end', state: 'cancelled' }],
    [
      'comes no earlier than it is due',
      { dueMs: at(62), tries: 1 },
      { do: 'wait', why: 'flap', untilMs: at(62) },
    ],
    [
      'counts the hour from a late try',
      { nowMs: at(40), dueMs: at(2) },
      { do: 'try', nextMs: at(100) },
    ],
    [
      'holds nothing for longer than a day',
      { nowMs: LOST + DAY_MS + 1, dueMs: LOST + DAY_MS, hasOutage: true },
      { do: 'mail', why: 'exhausted' },
    ],
  ] as const)('%s', (_, fields, wanted) => {
    expect(nextStep(facts(fields))).toEqual(wanted);
  });

  it.each(['other_member', 'other_browser'] as const)('misses a cookie of %s', (why) => {
    const told = facts({ cookie: { ...COOKIE, refusal: why } });
    expect(nextStep(told)).toMatchObject({ do: 'miss', why });
    const seen = facts({
      cookie: {
        ...COOKIE,
        isSameMember: why !== 'other_member',
        isSameBrowser: why !== 'other_browser',
      },
    });
    expect(nextStep(seen)).toMatchObject({ do: 'miss', why });
  });
});

describe('a cookie is newer than the failure', () => {
  const use = (outcome: UseOutcome) => ({ atMs: at(-30), outcome });
  const doOf = (cookie: Partial<CookieFacts>, provenAtMs = at(-5)) =>
    nextStep(facts({ cookie: { ...COOKIE, ...cookie }, provenAtMs })).do;

  it('when it was never used, since another session died', () => {
    expect(doOf({ seenAtMs: at(-600) })).toBe('try');
  });

  it.each(['unknown', 'not_reached'] as const)('when its last use was %s', (outcome) => {
    expect(doOf({ seenAtMs: at(-40), lastUse: use(outcome) })).toBe('try');
  });

  it('when it was refused and the browser held it after that', () => {
    expect(doOf({ seenAtMs: at(-40), lastUse: use('refused') })).toBe('miss');
    expect(doOf({ seenAtMs: at(-20), lastUse: use('refused') })).toBe('try');
  });

  it('when it made the session that died and the browser held it after that had last worked', () => {
    expect(doOf({ seenAtMs: at(-20), lastUse: use('signed_in') })).toBe('miss');
    expect(doOf({ seenAtMs: at(1), lastUse: use('signed_in') })).toBe('try');
  });
});

/** Lets the ladder run alone: each rung at its own time, answered as told. */
function walk(answers: Partial<LadderFacts>[]): { tries: number[]; mailedAt: number | null } {
  const tries: number[] = [];
  let [nowMs, done] = [LOST, 0];
  for (const answer of answers) {
    const step = nextStep(facts({ nowMs, dueMs: nowMs, tries: done, ...answer }));
    if (step.do === 'mail') return { tries, mailedAt: nowMs };
    if (step.do === 'end') return { tries, mailedAt: null };
    if (step.do !== 'wait') done += 1;
    if (step.do === 'try') tries.push(nowMs);
    nowMs = step.do === 'wait' ? step.untilMs : step.nextMs;
  }
  return { tries, mailedAt: null };
}

describe('the whole ladder', () => {
  it('is four tries, an hour apart, then the e-mail (A8)', () => {
    const { tries, mailedAt } = walk(Array.from({ length: 10 }, () => ({})));
    expect(tries).toEqual([at(2), at(62), at(122), at(182)]);
    expect(mailedAt).toBe(at(242));
    expect(mailTime(at(2), 0)).toBe(at(242));
    expect(mailTime(at(182), 3)).toBe(at(242));
  });

  it('never tries more than four times nor twice within an hour, whatever happens between', () => {
    const anything = fc.record({
      hasOutage: fc.boolean(),
      isApiDown: fc.boolean(),
      cookie: fc.option(
        fc.record({
          seenAtMs: fc.integer({ min: at(-60), max: at(600) }),
          refusal: fc.constantFrom(null, 'other_member' as const),
          isSameMember: fc.boolean(),
          isSameBrowser: fc.boolean(),
          lastUse: fc.constantFrom(null, { atMs: at(0), outcome: 'refused' as const }),
        }),
      ),
    });
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60 }), (answers) => {
        const { tries } = walk(answers);
        expect(tries.length).toBeLessThanOrEqual(TRIES);
        for (const [index, time] of tries.entries()) {
          if (index > 0) expect(time - (tries[index - 1] ?? 0)).toBeGreaterThanOrEqual(HOUR_MS);
        }
      }),
    );
  });

  it('begins after the debounce, and an hour after a try of the loss before', () => {
    expect(firstRungMs(LOST, null)).toBe(LOST + DEBOUNCE_MS);
    expect(firstRungMs(LOST, at(-10))).toBe(at(50));
    expect(firstRungMs(LOST, at(-600))).toBe(LOST + DEBOUNCE_MS);
  });
});
