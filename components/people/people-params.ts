import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { isId } from '@/lib/core/ids';
import { CHANNELS, type Channel } from '@/lib/core/providers';
import { MAX_WORDS_CHARACTERS } from '@/lib/people/rules';
import type { PeopleFilter } from '@/lib/people/types';

/** What narrows the list of people, as the address holds it; page and browser read it alike. */
export const peopleParams = {
  q: parseAsString.withDefault(''),
  channel: parseAsStringLiteral(CHANNELS),
  account: parseAsString,
  owner: parseAsString,
  invited: parseAsBoolean.withDefault(false),
};

type PeopleValues = {
  q: string;
  channel: Channel | null;
  account: string | null;
  owner: string | null;
  invited: boolean;
};

/** The filter behind the address; an account or a member that cannot be one is left out. */
export function toPeopleFilter(values: PeopleValues): PeopleFilter {
  return {
    q: values.q.slice(0, MAX_WORDS_CHARACTERS),
    channel: values.channel,
    accountId: isId(values.account) ? values.account : null,
    owner: isId(values.owner) ? values.owner : null,
    hasInvitation: values.invited,
  };
}
