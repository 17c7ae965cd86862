import { z } from 'zod';
import { INVITATION_DIRECTIONS } from './types';

const MAX_CURSOR_CHARACTERS = 200;

export const SETTLINGS = ['accept', 'refuse', 'withdraw'] as const;

/** Accept and refuse are for received ones, withdraw for those that were sent. */
export const settleInvitationInput = z.strictObject({
  invitationId: z.uuid(),
  how: z.enum(SETTLINGS),
});
export type SettleInvitationInput = z.infer<typeof settleInvitationInput>;

export const listInvitationsInput = z.object({
  direction: z.enum(INVITATION_DIRECTIONS).default('received'),
  accountId: z.uuid().optional(),
  cursor: z.string().max(MAX_CURSOR_CHARACTERS).optional(),
});
