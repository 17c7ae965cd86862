import { describe, expect, it } from 'vitest';
import { type ApiStatus, isSameIdentity, nextStatus } from '@/lib/accounts/truth-rules';
import type { AccountStatus } from '@/lib/accounts/types';

describe('the next stored status', () => {
  it.each<[ApiStatus, AccountStatus]>([
    ['ok', 'connected'],
    ['connecting', 'connecting'],
    ['credentials', 'reconnect_needed'],
    ['permissions', 'reconnect_needed'],
    ['error', 'interrupted'],
    ['stopped', 'paused'],
    ['unknown', 'attention'],
  ])('for %s is %s', (api, status) => {
    expect(nextStatus('connected', api, false)).toBe(status);
    expect(nextStatus(null, api, false)).toBe(status);
  });

  it('stays restricted until a new sign-in or a lost session', () => {
    expect(nextStatus('restricted', 'ok', false)).toBe('restricted');
    expect(nextStatus('restricted', 'ok', true)).toBe('connected');
    expect(nextStatus('restricted', 'credentials', false)).toBe('reconnect_needed');
  });
});

describe('identities', () => {
  it('differ only when both are known and not the same person', () => {
    expect(isSameIdentity('ACoX', 'acox ')).toBe(true);
    expect(isSameIdentity(null, 'x')).toBe(true);
    expect(isSameIdentity('x', null)).toBe(true);
    expect(isSameIdentity('x', 'y')).toBe(false);
  });
});
