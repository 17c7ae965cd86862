import { describe, expect, it } from 'vitest';
import {
  changeEntries,
  hasProblem,
  isUnderWay,
  nextToBegin,
  percentOf,
  type UploadChange,
  type UploadEntry,
} from './upload-entries';

const entriesAfter = (...changes: UploadChange[]) =>
  changes.reduce<readonly UploadEntry[]>(changeEntries, []);
const add = (key: string, sizeBytes = 200, refusal: string | null = null): UploadChange => ({
  type: 'add',
  entry: { key, name: `${key}.txt`, sizeBytes },
  refusal,
});
const begin = (key: string): UploadChange => ({ type: 'begin', key });
const progress = (key: string, sentBytes: number): UploadChange => ({
  type: 'progress',
  key,
  sentBytes,
});
const fail = (key: string, isFinal = false): UploadChange => ({
  type: 'fail',
  key,
  problem: 'Lost.',
  isFinal,
});

describe('files on their way into a draft', () => {
  it('begin two at a time, in the order in which they were chosen', () => {
    const all = [add('a'), add('b'), add('c'), add('d')];
    expect(nextToBegin(entriesAfter(...all))).toEqual(['a', 'b']);
    expect(nextToBegin(entriesAfter(...all, begin('a')))).toEqual(['b']);
    expect(nextToBegin(entriesAfter(...all, begin('a'), begin('b')))).toEqual([]);
    const oneUp: UploadChange = { type: 'remove', key: 'a' };
    expect(nextToBegin(entriesAfter(...all, begin('a'), begin('b'), oneUp))).toEqual(['c']);
  });

  it('show what has left, never backwards, never more than there is', () => {
    const percents = [50, 20, 500].map((_, at, list) =>
      entriesAfter(
        add('a'),
        begin('a'),
        ...list.slice(0, at + 1).map((bytes) => progress('a', bytes)),
      ).map(percentOf),
    );
    expect(percents).toEqual([[25], [25], [100]]);
    expect(entriesAfter(add('a', 201), begin('a'), progress('a', 200)).map(percentOf)).toEqual([
      99,
    ]);
  });

  it('that fail say why, stay failed, and begin anew when asked; refused ones do not', () => {
    const failed = [add('a'), begin('a'), progress('a', 90), fail('a')];
    expect(entriesAfter(...failed, progress('a', 120))).toMatchObject([
      { state: 'failed', sentBytes: 90, problem: 'Lost.' },
    ]);
    expect(hasProblem(entriesAfter(...failed))).toBe(true);
    expect(isUnderWay(entriesAfter(...failed))).toBe(false);
    const retried = entriesAfter(...failed, { type: 'retry', key: 'a' });
    expect(retried).toMatchObject([{ state: 'waiting', sentBytes: 0, problem: null }]);
    expect(isUnderWay(retried)).toBe(true);
    const refused = entriesAfter(add('a'), begin('a'), fail('a', true), {
      type: 'retry',
      key: 'a',
    });
    expect(refused).toMatchObject([{ state: 'refused' }]);
    expect(entriesAfter(add('b', 5, 'Too large.'))).toMatchObject([
      { state: 'refused', problem: 'Too large.' },
    ]);
  });

  it('that are gone are changed by nothing that comes late', () => {
    expect(
      entriesAfter(add('a'), { type: 'remove', key: 'a' }, progress('a', 1), fail('a')),
    ).toEqual([]);
  });
});
