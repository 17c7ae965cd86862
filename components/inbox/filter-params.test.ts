import { createLoader } from 'nuqs/server';
import { describe, expect, it } from 'vitest';
import { fromSearch, toSearch } from '@/lib/saved-views/rules';
import { countFilters, filterParams, inboxHref, toFilter } from './filter-params';

const load = createLoader(filterParams);
const account = '0199a6d0-0000-7000-8000-000000000001';
const label = '0199a6d0-0000-7000-8000-000000000002';
const folder = '0199a6d0-0000-7000-8000-000000000003';

import { EVERYTHING } from '@/lib/inbox/view-rules';

describe('the filter in the address', () => {
  it('shows everything when nothing is given', () => {
    const filter = toFilter(load(''));
    expect(filter).toEqual(EVERYTHING);
    expect(countFilters(filter)).toBe(0);
    expect(inboxHref(filter)).toBe('/inbox');
  });

  it('holds everything that narrows, there and back, as a saved view does', () => {
    const search = `view=mine&account=${account}&channel=WHATSAPP&label=${label}&assignee=nobody&folder=${folder}&unread=true&starred=true`;
    const filter = toFilter(load(`?${search}`));
    expect(filter).toEqual({
      view: 'mine',
      accountId: account,
      provider: 'WHATSAPP',
      labelId: label,
      assignee: 'nobody',
      folderId: folder,
      isUnread: true,
      isStarred: true,
    });
    expect(countFilters(filter)).toBe(8);
    expect(toFilter(load(inboxHref(filter).replace('/inbox', '')))).toEqual(filter);
    expect(toSearch(filter)).toBe(search);
    expect(fromSearch(search)).toEqual(filter);
    expect(`/inbox?${toSearch(filter)}`).toBe(inboxHref(filter));
  });

  it('leaves out what cannot be', () => {
    const filter = toFilter(
      load('?view=secret&account=1%20or%201=1&channel=FAX&label=x&assignee=me&unread=1'),
    );
    expect(filter).toEqual(EVERYTHING);
    expect(fromSearch('view=secret&account=1&label=x&assignee=me')).toEqual(EVERYTHING);
    expect(toSearch(EVERYTHING)).toBe('');
  });
});
