import { z } from 'zod';
import { id, measure, objectNamed, optionalId, optionalTime, text } from '@/lib/gateway/fields';

// As wire.ts, for invitations (contract v1 §8).

const inviter = z
  .object({
    inviter_name: text,
    inviter_id: optionalId,
    inviter_public_identifier: optionalId,
    inviter_description: text,
  })
  .nullable()
  .catch(null);

/** Given back as it came, so nothing of it is changed. */
const secret = z.string().min(1).max(4096).nullable().catch(null);

const invitation = {
  id,
  invited_user: text,
  invited_user_id: optionalId,
  invited_user_public_id: optionalId,
  invited_user_description: text,
  date: text,
  parsed_datetime: optionalTime,
  invitation_text: text,
  inviter,
  specifics: z.object({ shared_secret: secret }).nullable().catch(null),
};

export const sentInvitationSchema = z.object({
  object: objectNamed('InvitationSent'),
  ...invitation,
});
export const receivedInvitationSchema = z.object({
  object: objectNamed('InvitationReceived'),
  ...invitation,
});
export type WireInvitation = z.infer<typeof sentInvitationSchema>;

export const invitationSentSchema = z.object({
  object: objectNamed('UserInvitationSent').unwrap(),
  invitation_id: optionalId,
  usage: measure,
});

export const invitationHandledSchema = z.object({
  object: objectNamed('UserInvitationHandled').unwrap(),
  status: z.string(),
});
