import { z } from 'zod';
import { CHANNELS } from '@/lib/core/providers';
import { MAX_WORDS_CHARACTERS } from './rules';
import { type PeopleFilter, TIMELINE_KINDS } from './types';

const MAX_CURSOR_CHARACTERS = 200;

/** As the address holds the filter; the names are those of the page. */
export const peopleFilterInput = z.object({
  q: z.string().max(MAX_WORDS_CHARACTERS).default(''),
  channel: z.enum(CHANNELS).nullable().default(null),
  account: z.uuid().nullable().default(null),
  owner: z.uuid().nullable().default(null),
  invited: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
});

export const listPeopleInput = peopleFilterInput.extend({
  cursor: z.string().max(MAX_CURSOR_CHARACTERS).optional(),
});

export function toPeopleFilter(fields: z.output<typeof peopleFilterInput>): PeopleFilter {
  const { q, channel, account, owner, invited } = fields;
  return { q, channel, accountId: account, owner, hasInvitation: invited };
}

export const personInput = z.object({ personId: z.uuid() });

export const timelineInput = personInput.extend({
  kind: z.enum(TIMELINE_KINDS).optional(),
  cursor: z.string().max(MAX_CURSOR_CHARACTERS).optional(),
});

/** `otherPersonId` becomes part of `personId`. */
export const mergePeopleInput = z.strictObject({ personId: z.uuid(), otherPersonId: z.uuid() });
export type MergePeopleInput = z.infer<typeof mergePeopleInput>;

/** Asks LinkedIn about an identity of a person, through an account. */
export const lookUpProfileInput = z.strictObject({
  personId: z.uuid(),
  identityId: z.uuid(),
  accountId: z.uuid(),
});
export type LookUpProfileInput = z.infer<typeof lookUpProfileInput>;

/** That two people are not one; `isDistinct` false takes it back. */
export const distinguishPeopleInput = z.strictObject({
  personId: z.uuid(),
  otherPersonId: z.uuid(),
  isDistinct: z.boolean(),
});
export type DistinguishPeopleInput = z.infer<typeof distinguishPeopleInput>;

export const unmergePeopleInput = z.strictObject({ mergeId: z.uuid() });
export type UnmergePeopleInput = z.infer<typeof unmergePeopleInput>;
