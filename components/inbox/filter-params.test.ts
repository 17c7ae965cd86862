import { createLoader } from 'nuqs/server';
import { describe, expect, it } from 'vitest';
import { countFilters, filterParams, toFilter } from './filter-params';

const load = createLoader(filterParams);
const account = '0199a6d0-0000-7000-8000-000000000001';

describe('the filter in the address', () => {
  it('shows everything when nothing is given', () => {
    const filter = toFilter(load(''));
    expect(filter).toEqual({ view: 'all', accountId: null, provider: null });
    expect(countFilters(filter)).toBe(0);
  });

  it('holds the view, the account and the channel', () => {
    const filter = toFilter(load(`?view=unread&account=${account}&channel=WHATSAPP`));
    expect(filter).toEqual({ view: 'unread', accountId: account, provider: 'WHATSAPP' });
    expect(countFilters(filter)).toBe(3);
  });

  it('leaves out what cannot be', () => {
    const filter = toFilter(load('?view=secret&account=1%20or%201=1&channel=FAX'));
    expect(filter).toEqual({ view: 'all', accountId: null, provider: null });
  });
});
