import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { INVITATION_VIEWS } from '@/lib/invitations/types';

/** What the page of invitations shows, as the address holds it; page and browser read it alike. */
export const invitationParams = {
  view: parseAsStringLiteral(INVITATION_VIEWS).withDefault('received'),
  account: parseAsString,
  /** Only those that are given to the reader. */
  mine: parseAsBoolean.withDefault(false),
};
