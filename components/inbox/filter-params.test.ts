import { createLoader } from 'nuqs/server';
import { describe, expect, it } from 'vitest';
import { countFilters, filterParams, inboxHref, toFilter } from './filter-params';

const load = createLoader(filterParams);
const account = '0199a6d0-0000-7000-8000-000000000001';
const label = '0199a6d0-0000-7000-8000-000000000002';
const EVERYTHING = { view: 'all', accountId: null, provider: null, labelId: null };

describe('the filter in the address', () => {
  it('shows everything when nothing is given', () => {
    const filter = toFilter(load(''));
    expect(filter).toEqual(EVERYTHING);
    expect(countFilters(filter)).toBe(0);
    expect(inboxHref(filter)).toBe('/inbox');
  });

  it('holds the view, the account, the channel and the label, there and back', () => {
    const search = `?view=mine&account=${account}&channel=WHATSAPP&label=${label}`;
    const filter = toFilter(load(search));
    expect(filter).toEqual({
      view: 'mine',
      accountId: account,
      provider: 'WHATSAPP',
      labelId: label,
    });
    expect(countFilters(filter)).toBe(4);
    expect(toFilter(load(inboxHref(filter).replace('/inbox', '')))).toEqual(filter);
  });

  it('leaves out what cannot be', () => {
    const filter = toFilter(load('?view=secret&account=1%20or%201=1&channel=FAX&label=x'));
    expect(filter).toEqual(EVERYTHING);
  });
});
