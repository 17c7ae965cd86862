import { describe, expect, it } from 'vitest';
import { type OutboxEntry, parseOutbox, putEntry, shownEntry } from './outbox-entries';

const entry: OutboxEntry = {
  clientId: '0199a6d0-0000-7000-8000-000000000001',
  text: 'See you on Tuesday',
  createdAt: '2026-03-03T10:00:00.000Z',
  state: 'sending',
  problem: null,
  reference: null,
};
const at = (seconds: number) => Date.parse(entry.createdAt) + seconds * 1000;

describe('the outbox', () => {
  it('brings every word back after a reload', () => {
    expect(parseOutbox(JSON.stringify([entry]))).toEqual([entry]);
  });

  it('survives what is not an outbox', () => {
    expect(parseOutbox(null)).toEqual([]);
    expect(parseOutbox('{"a":')).toEqual([]);
    expect(parseOutbox('{}')).toEqual([]);
    expect(parseOutbox(JSON.stringify([null, 3, { text: 'x' }, entry]))).toEqual([entry]);
  });

  it('stops saying "Sending" when nobody waits for the answer any more', () => {
    expect(shownEntry(entry, at(5)).state).toBe('sending');
    expect(shownEntry(entry, at(31))).toMatchObject({ state: 'failed', text: entry.text });
  });

  it('never takes back what the server holds', () => {
    expect(shownEntry({ ...entry, state: 'saved' }, at(3600)).state).toBe('saved');
  });

  it('holds one entry per id', () => {
    const failed = { ...entry, state: 'failed' as const };
    expect(putEntry(putEntry([], entry), failed)).toEqual([failed]);
  });
});
