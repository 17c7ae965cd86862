import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { applyHint, applyRecentHints, applyResync } from './apply-hint';

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

  it('about the workspace reaches what a composer offers', () => {
    const client = clientWith(
      ['conversations', 'thread', 'a'],
      ['conversations', 'senders'],
      ['labels'],
    );
    applyHint(client, { kind: 'workspace.changed', id: 'w' });
    expect(isOld(client, ['conversations', 'thread', 'a'])).toBe(true);
    expect(isOld(client, ['conversations', 'senders'])).toBe(true);
    expect(isOld(client, ['labels'])).toBe(false);
  });

  it('after a gap everything is old', () => {
    const client = clientWith(['accounts'], ['members']);
    applyResync(client);
    expect(isOld(client, ['accounts'])).toBe(true);
    expect(isOld(client, ['members'])).toBe(true);
  });
});

describe('a page of the server that was on its way', () => {
  afterEach(() => vi.useRealTimers());

  it('is asked for again where a hint came before it arrived', () => {
    const client = new QueryClient();
    applyHint(client, { kind: 'conversation.changed', id: 'late', accountId: 'x' });
    client.setQueryData(['conversations', 'list', {}], 'read before the message came');
    client.setQueryData(['conversations', 'thread', 'other'], 'untouched');
    expect(isOld(client, ['conversations', 'list', {}])).toBe(false);
    applyRecentHints(client);
    expect(isOld(client, ['conversations', 'list', {}])).toBe(true);
    expect(isOld(client, ['conversations', 'thread', 'other'])).toBe(false);
  });

  it('is asked for again where the stream opened before it arrived', () => {
    const client = new QueryClient();
    applyResync(client);
    client.setQueryData(['conversations', 'list', {}], 'read before the stream was there');
    applyRecentHints(client);
    expect(isOld(client, ['conversations', 'list', {}])).toBe(true);
  });

  it('is left alone by a hint that is too old to have missed it', () => {
    vi.useFakeTimers();
    const client = new QueryClient();
    applyHint(client, { kind: 'member.changed', id: 'm' });
    vi.advanceTimersByTime(11_000);
    client.setQueryData(['members'], 'read since');
    applyRecentHints(client);
    expect(isOld(client, ['members'])).toBe(false);
  });
});
