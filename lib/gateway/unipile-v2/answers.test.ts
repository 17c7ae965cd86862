import { afterEach, describe, expect, it } from 'vitest';
import type { Page } from '../client';
import { type Answering, json, serversPerTest } from '../testing/api-server';
import { codeOf, testClient } from '../testing/clients';

const start = serversPerTest(afterEach);
const ALL = Array.from({ length: 5 }, (_, index) => ({
  object: 'Chat',
  id: `c${index}`,
  name: 'Mira',
  type: '1to1',
}));

/** Every page of the chats, two at a time, and what was asked for. */
async function walk(answer: Answering) {
  const server = await start(answer);
  const { client } = testClient(server.url, {}, 'unipile-v2');
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<{ providerChatId: string }> = await client.listChats(
      { providerAccountId: 'acc_1', after: new Date('2026-11-20T10:00:00Z') },
      { cursor, limit: 2 },
    );
    ids.push(...page.items.map(({ providerChatId }) => providerChatId));
    cursor = page.cursor;
  } while (cursor);
  const asked = server.seen.map(({ path }) => new URL(path, 'http://x').searchParams);
  return { ids, asked: asked.map((query) => Object.fromEntries(query)) };
}

const query = (path: string) => new URL(path, 'http://x').searchParams;
const refused = { object: 'Error', type: 'api/invalid_parameters', status: 400 };

/** Goes by offset; `more` tells something about what is left. */
const byOffset =
  (items: readonly object[], more: (end: number) => object = () => ({})): Answering =>
  (response, { path }) => {
    const offset = Number(query(path).get('offset') ?? 0);
    if (query(path).has('cursor')) return json(response, 400, refused);
    const data = items.slice(offset, offset + 2);
    return json(response, 200, { data, ...more(offset + data.length) });
  };

/** Goes by cursor alone. */
const byCursor =
  (items: readonly object[]): Answering =>
  (response, { path }) => {
    if (query(path).has('offset')) return json(response, 400, refused);
    const at = Number(query(path).get('cursor') ?? 0);
    const isLast = at + 2 >= items.length;
    const data = items.slice(at, at + 2);
    return json(response, 200, isLast ? { data } : { data, next_cursor: String(at + 2) });
  };

const ids = ALL.map(({ id }) => id);
const after = '2026-11-20T10:00:00.000Z';

describe('a list of v2 is read to its end', () => {
  it('by cursor, which carries the filters of the first page', async () => {
    const { ids: found, asked } = await walk(byCursor(ALL));
    expect(found).toEqual(ids);
    expect(asked).toEqual([
      { after, limit: '2' },
      { cursor: '2', limit: '2' },
      { cursor: '4', limit: '2' },
    ]);
  });

  it('by offset, with the filters each time, where the answer tells no cursor', async () => {
    const { ids: found, asked } = await walk(byOffset(ALL));
    expect(found).toEqual(ids);
    expect(asked.map(({ offset }) => offset)).toEqual([undefined, '2', '4']);
    expect(asked.every((one) => one.after === after)).toBe(true);
  });

  it.each([
    ['total_count', (end: number) => ({ total_count: 4, ...(end > 4 && { odd: true }) })],
    ['has_more', (end: number) => ({ has_more: end < 4 })],
  ])('by offset, without one page too many where it tells %s', async (_, more) => {
    const { ids: found, asked } = await walk(byOffset(ALL.slice(0, 4), more));
    expect(found).toEqual(ids.slice(0, 4));
    expect(asked).toHaveLength(2);
  });

  it('also where a full page is the last: an empty one follows, or a refusal', async () => {
    const four = ALL.slice(0, 4);
    expect((await walk(byOffset(four))).ids).toEqual(ids.slice(0, 4));
    expect((await walk(byCursor(four))).ids).toEqual(ids.slice(0, 4));
    // One page alone: nothing tells which way the list goes on, and it does not.
    expect((await walk(byCursor(ALL.slice(0, 2)))).ids).toEqual(ids.slice(0, 2));
  });

  it('or not at all: a refusal of what the answer promised is told, and a foreign cursor', async () => {
    const promising: Answering = (response, { path }) =>
      query(path).has('offset')
        ? json(response, 400, refused)
        : json(response, 200, { data: ALL.slice(0, 2), has_more: true });
    expect(await codeOf(walk(promising))).toBe('invalid_request');
    const server = await start(byOffset(ALL));
    const { client } = testClient(server.url, {}, 'unipile-v2');
    for (const cursor of ['x', 'offset:', 'offset:-1', 'guess:1e3', 'page:2']) {
      const filter = { providerAccountId: 'acc_1' };
      expect(await codeOf(client.listChats(filter, { cursor }))).toBe('invalid_request');
    }
    expect(server.seen).toEqual([]);
  });

  it('never asks for more than 100, and for 50 where nothing is said', async () => {
    const server = await start(byOffset([]));
    const { client } = testClient(server.url, {}, 'unipile-v2');
    await client.listChats({ providerAccountId: 'acc_1' }, { limit: 250 });
    await client.listChats({ providerAccountId: 'acc_1' });
    expect(server.seen.map(({ path }) => query(path).get('limit'))).toEqual(['100', '50']);
  });
});
