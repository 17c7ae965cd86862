import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byNeed, needsAttention, STATUS_WORDS, shownStatus } from '@/lib/accounts/rules';
import type { AccountEvidence, AccountStatus } from '@/lib/accounts/types';
import { PROVIDERS } from '@/lib/core/providers';

const NOW_MS = Date.parse('2026-11-20T10:00:00.000Z');
const FRESH_MS = 900_000;
const ago = (ms: number) => new Date(NOW_MS - ms).toISOString();

function evidence(fields: Partial<AccountEvidence> = {}): AccountEvidence {
  return {
    provider: 'LINKEDIN',
    status: 'connected',
    rawStatus: 'OK',
    statusSince: ago(3_600_000),
    lastOkAt: ago(60_000),
    lastCheckedAt: ago(60_000),
    lastMessageAt: ago(240_000),
    syncStartedAt: ago(7_200_000),
    syncFinishedAt: ago(7_000_000),
    syncedBackTo: ago(90_000_000),
    messageCount: 1240,
    coverage: { since: null, gaps: [] },
    name: 'Jane Ruiz',
    wrongIdentity: null,
    nextTryAt: null,
    ...fields,
  };
}

const shown = (fields: Partial<AccountEvidence> = {}) =>
  shownStatus(evidence(fields), NOW_MS, FRESH_MS);
const text = (fields: Partial<AccountEvidence>) =>
  shown(fields)
    .line.map((part) => (typeof part === 'string' ? part : `<${part.format}>`))
    .join('');

describe('the shown status', () => {
  it.each<[string, Partial<AccountEvidence>, string]>([
    ['a young positive signal', {}, 'connected'],
    ['one exactly at the limit', { lastOkAt: ago(FRESH_MS) }, 'connected'],
    ['one just over the limit', { lastOkAt: ago(FRESH_MS + 1) }, 'not_verified'],
    ['no positive signal at all', { lastOkAt: null }, 'not_verified'],
    ['a first import that runs', { syncFinishedAt: null }, 'importing'],
    [
      'a catch-up that runs',
      { coverage: { since: null, gaps: [{ from: ago(1000), to: null }] } },
      'catching_up',
    ],
    ['a mailbox whose first import runs', { provider: 'MAIL', syncFinishedAt: null }, 'importing'],
    ['a lost session', { status: 'reconnect_needed' }, 'reconnect_needed'],
    [
      'a stranger’s sign-in',
      { wrongIdentity: 'omar', status: 'reconnect_needed' },
      'wrong_account',
    ],
    ['a removed account', { status: 'removed', wrongIdentity: 'omar' }, 'removed'],
    ['a status that we do not know', { status: 'attention' }, 'attention'],
  ])('of %s', (_, fields, code) => {
    expect(shown(fields).code).toBe(code);
  });

  it('is Connected only with proof younger than the limit, whatever else is stored', () => {
    const time = fc.option(fc.integer({ min: 0, max: 10 * FRESH_MS }), { nil: null });
    const input = fc.record({
      provider: fc.constantFrom(...PROVIDERS),
      status: fc.constantFrom<AccountStatus>('connected', 'connecting', 'paused', 'attention'),
      okAgoMs: time,
      finishedAgoMs: time,
      wrongIdentity: fc.option(fc.string(), { nil: null }),
    });
    fc.assert(
      fc.property(input, ({ okAgoMs, finishedAgoMs, ...fields }) => {
        const lastOkAt = okAgoMs === null ? null : ago(okAgoMs);
        const syncFinishedAt = finishedAgoMs === null ? null : ago(finishedAgoMs);
        const { code, tone } = shown({ ...fields, lastOkAt, syncFinishedAt });
        const isProven = okAgoMs !== null && okAgoMs <= FRESH_MS && fields.status === 'connected';
        if (code === 'connected') expect(isProven).toBe(true);
        expect(tone === 'ok').toBe(code === 'connected');
      }),
    );
  });

  it('says what is going on in words with times', () => {
    expect(text({})).toBe('Last message <age> ago');
    expect(text({ lastMessageAt: null })).toBe('No message yet');
    expect(text({ syncFinishedAt: null })).toBe('1,240 messages, back to <day>');
    expect(text({ status: 'reconnect_needed' })).toBe(
      'Since <list>. New messages are not arriving.',
    );
    expect(text({ status: 'reconnect_needed', nextTryAt: ago(-600_000) })).toBe(
      'Since <list>. Being repaired, next try <list>.',
    );
    expect(text({ lastOkAt: null })).toBe('Last checked <list>');
    expect(text({ wrongIdentity: 'omar', status: 'reconnect_needed' })).toBe(
      'Signed out since <list>. Somebody signed in as omar; this connection belongs to Jane Ruiz. Nothing was merged.',
    );
    expect(shown({ wrongIdentity: 'omar', status: 'reconnect_needed' }).since).toBeNull();
  });

  it('offers one action where somebody has to act, and none where all is well', () => {
    expect(shown({ status: 'reconnect_needed' }).action?.label).toBe('Reconnect');
    expect(shown({ status: 'paused' }).action?.label).toBe('Resume');
    expect(shown({ lastOkAt: null }).action?.label).toBe('Check now');
    expect(shown().action).toBeNull();
  });

  it('has an icon and a word of its own for each tone of alarm', () => {
    const words = Object.values(STATUS_WORDS);
    expect(new Set(words.map((word) => word.label)).size).toBe(words.length);
    const attention = Object.entries(STATUS_WORDS).filter(([, word]) => word.rank <= 2);
    for (const [code] of attention)
      expect(needsAttention(code as keyof typeof STATUS_WORDS)).toBe(true);
  });
});

describe('the order of accounts', () => {
  it('puts what needs somebody first, then names, removed ones last', () => {
    const list = [
      evidence({ name: 'b' }),
      evidence({ name: 'gone', status: 'removed' }),
      evidence({ name: 'a' }),
      evidence({ name: 'stopped', status: 'interrupted' }),
      evidence({ name: 'stale', lastOkAt: null }),
      evidence({ name: 'lost', status: 'reconnect_needed' }),
    ];
    expect(byNeed(list, NOW_MS, FRESH_MS).map((one) => one.name)).toEqual([
      'lost',
      'stopped',
      'stale',
      'a',
      'b',
      'gone',
    ]);
  });
});
