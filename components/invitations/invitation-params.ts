import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { INVITATION_DIRECTIONS } from '@/lib/invitations/types';

/** What the page of invitations shows, as the address holds it; page and browser read it alike. */
export const invitationParams = {
  direction: parseAsStringLiteral(INVITATION_DIRECTIONS).withDefault('received'),
  account: parseAsString,
};
