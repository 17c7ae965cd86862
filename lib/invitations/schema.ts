import { z } from 'zod';
import { INVITATION_DIRECTIONS } from './types';

const MAX_CURSOR_CHARACTERS = 200;

export const listInvitationsInput = z.object({
  direction: z.enum(INVITATION_DIRECTIONS).default('received'),
  accountId: z.uuid().optional(),
  cursor: z.string().max(MAX_CURSOR_CHARACTERS).optional(),
});
