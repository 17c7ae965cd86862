import { describe, expect, it } from 'vitest';
import { connectPhases, PROVIDER_GUIDE } from '@/lib/connect/rules';
import { CONNECTABLE_PROVIDERS } from '@/lib/core/providers';

const states = (phases: ReturnType<typeof connectPhases>) => phases.map((phase) => phase.state);
const chat = { provider: 'LINKEDIN', syncFinishedAt: null } as const;
const imported = { ...chat, syncFinishedAt: '2026-11-20T10:00:00.000Z' };

describe('the steps after the wizard', () => {
  it('promise nothing before the confirmation', () => {
    expect(states(connectPhases({ state: 'open' }, null, null))).toEqual([
      'current',
      'waiting',
      'waiting',
    ]);
  });

  it('follow the data: import, then proof', () => {
    const done = { state: 'completed' } as const;
    expect(states(connectPhases(done, chat, { code: 'importing' }))).toEqual([
      'done',
      'current',
      'waiting',
    ]);
    expect(states(connectPhases(done, imported, { code: 'not_verified' }))).toEqual([
      'done',
      'done',
      'current',
    ]);
    expect(states(connectPhases(done, imported, { code: 'connected' }))).toEqual([
      'done',
      'done',
      'done',
    ]);
  });

  it('say that it was refused', () => {
    expect(connectPhases({ state: 'refused' }, null, null)[0]?.state).toBe('failed');
  });
});

it('every provider that can be connected says what one needs', () => {
  const guided = PROVIDER_GUIDE.map((entry) => entry.provider);
  expect([...guided].sort()).toEqual([...CONNECTABLE_PROVIDERS].sort());
});
