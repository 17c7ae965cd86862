import { createSerializer, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { isId } from '@/lib/core/ids';
import { PROVIDERS } from '@/lib/core/providers';
import type { ConversationFilter } from '@/lib/inbox/types';
import { CONVERSATION_VIEWS } from '@/lib/inbox/view-rules';

/** What narrows the list, as the address holds it; page and browser read it alike. */
export const filterParams = {
  view: parseAsStringLiteral(CONVERSATION_VIEWS).withDefault('all'),
  account: parseAsString,
  channel: parseAsStringLiteral(PROVIDERS),
  label: parseAsString,
};

type FilterValues = {
  view: ConversationFilter['view'];
  account: string | null;
  channel: ConversationFilter['provider'];
  label: string | null;
};

/** The filter behind the address; an account or a label that cannot be one is left out. */
export function toFilter({ view, account, channel, label }: FilterValues): ConversationFilter {
  return {
    view,
    accountId: isId(account) ? account : null,
    provider: channel,
    labelId: isId(label) ? label : null,
  };
}

const serialize = createSerializer(filterParams);

/** The other way: where the inbox with this filter stands. */
export function inboxHref({ view, accountId, provider, labelId }: ConversationFilter): string {
  return serialize('/inbox', { view, account: accountId, channel: provider, label: labelId });
}

/** How many things narrow the list; the view counts, since clearing brings everything back. */
export function countFilters({ view, accountId, provider, labelId }: ConversationFilter): number {
  return [view !== 'all', accountId, provider, labelId].filter(Boolean).length;
}
