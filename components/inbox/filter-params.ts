import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { isId } from '@/lib/core/ids';
import { PROVIDERS } from '@/lib/core/providers';
import type { ConversationFilter } from '@/lib/inbox/types';

/** What narrows the list, as the address holds it; page and browser read it alike. */
export const filterParams = {
  view: parseAsStringLiteral(['all', 'unread']).withDefault('all'),
  account: parseAsString,
  channel: parseAsStringLiteral(PROVIDERS),
};

type FilterValues = {
  view: ConversationFilter['view'];
  account: string | null;
  channel: ConversationFilter['provider'];
};

/** The filter behind the address; an account that cannot be one is left out. */
export function toFilter({ view, account, channel }: FilterValues): ConversationFilter {
  return { view, accountId: isId(account) ? account : null, provider: channel };
}

/** How many things narrow the list; the view counts, since clearing brings everything back. */
export function countFilters(filter: ConversationFilter): number {
  return [filter.view !== 'all', filter.accountId, filter.provider].filter(Boolean).length;
}
