import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { applyHint, applyResync } from './apply-hint';

function clientWith(...keys: unknown[][]): QueryClient {
  const client = new QueryClient();
  for (const key of keys) client.setQueryData(key, 'data');
  return client;
}

const isOld = (client: QueryClient, key: unknown[]) => client.getQueryState(key)?.isInvalidated;

describe('a hint', () => {
  it('makes the changed thread and every list old, and no other thread', () => {
    const client = clientWith(
      ['conversations', 'list', { view: 'all' }],
      ['conversations', 'thread', 'a'],
      ['conversations', 'thread', 'b'],
      ['accounts'],
    );
    applyHint(client, { kind: 'conversation.changed', id: 'a', accountId: 'x' });
    expect(isOld(client, ['conversations', 'list', { view: 'all' }])).toBe(true);
    expect(isOld(client, ['conversations', 'thread', 'a'])).toBe(true);
    expect(isOld(client, ['conversations', 'thread', 'b'])).toBe(false);
    expect(isOld(client, ['accounts'])).toBe(false);
  });

  it('about an account reaches the accounts, the overview and the inbox', () => {
    const client = clientWith(
      ['accounts'],
      ['overview'],
      ['conversations', 'list', {}],
      ['members'],
    );
    applyHint(client, { kind: 'account.changed', id: 'x' });
    expect(isOld(client, ['accounts'])).toBe(true);
    expect(isOld(client, ['overview'])).toBe(true);
    expect(isOld(client, ['conversations', 'list', {}])).toBe(true);
    expect(isOld(client, ['members'])).toBe(false);
  });

  it('after a gap everything is old', () => {
    const client = clientWith(['accounts'], ['members']);
    applyResync(client);
    expect(isOld(client, ['accounts'])).toBe(true);
    expect(isOld(client, ['members'])).toBe(true);
  });
});
