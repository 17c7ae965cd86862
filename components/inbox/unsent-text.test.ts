import { beforeEach, describe, expect, it } from 'vitest';
import { readStored, storageKey, storedKeys, writeStored } from './stored-text';
import { countUnsent, keepOnlyTextOf, removeText } from './unsent-text';

// Without a browser the text lies in memory, as it does in a private window.
const draft = storageKey('draft', 'm1', 'c1');
const outbox = storageKey('outbox', 'm1', 'c2');
const entry = (state: string) => ({
  clientId: state,
  text: 'Ten works.',
  createdAt: '2026-11-26T10:00:00.000Z',
  state,
  problem: null,
  reference: null,
});

beforeEach(removeText);

describe('what counts as unsent', () => {
  it('is a draft with words, and a message that our server does not hold', () => {
    writeStored(draft, 'Half a sentence');
    writeStored(storageKey('draft', 'm1', 'c3'), ' \n');
    const all = [entry('failed'), entry('sending'), entry('saved')];
    writeStored(outbox, JSON.stringify(all));
    expect(countUnsent()).toBe(3);
  });

  it('is nothing once all of it is held by our server', () => {
    writeStored(outbox, JSON.stringify([entry('saved')]));
    expect(countUnsent()).toBe(0);
  });
});

describe('text on a device', () => {
  it('is still there when its author comes back', () => {
    keepOnlyTextOf('jane');
    writeStored(draft, 'Half a sentence');
    keepOnlyTextOf('jane');
    expect(readStored(draft)).toBe('Half a sentence');
  });

  it('is gone when another person signs in', () => {
    keepOnlyTextOf('jane');
    writeStored(draft, 'Half a sentence');
    writeStored(outbox, JSON.stringify([entry('failed')]));
    keepOnlyTextOf('omar');
    expect(storedKeys()).toEqual(['switchboard:person']);
    expect(readStored('switchboard:person')).toBe('omar');
  });

  it('is gone after signing out, and nothing says whose it was', () => {
    keepOnlyTextOf('jane');
    writeStored(draft, 'Half a sentence');
    removeText();
    expect(storedKeys()).toEqual([]);
  });
});
