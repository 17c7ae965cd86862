import { z } from 'zod';
import { normaliseEmail } from '@/lib/core/email';
import { oneLine } from '@/lib/core/one-line';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '@/lib/team/rules';

const id = z.uuid({ error: 'This is not an id.' });
const email = z
  .string()
  .transform(normaliseEmail)
  .pipe(z.string({ error: 'Enter an e-mail address, such as ana@norda.com.' }));
const name = z
  .string()
  .transform((text) => oneLine(text.normalize('NFC')))
  .pipe(
    z
      .string()
      .regex(/[^\s\p{C}]/u, 'Enter your name.')
      .max(100, 'Use at most 100 characters.'),
  );
const newPassword = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `Use at least ${MIN_PASSWORD_LENGTH} characters.`)
  .max(MAX_PASSWORD_LENGTH, `Use at most ${MAX_PASSWORD_LENGTH} characters.`);
const oldPassword = z.string().max(MAX_PASSWORD_LENGTH, 'This is not your password.');

export const inviteInput = z.strictObject({
  email,
  role: z.enum(['admin', 'lead', 'member', 'viewer']),
});
export const invitationIdInput = z.strictObject({ invitationId: id });
export const changeRoleInput = z.strictObject({
  memberId: id,
  role: z.enum(['owner', 'admin', 'lead', 'member', 'viewer']),
});
export const memberIdInput = z.strictObject({ memberId: id });
export const sessionIdInput = z.strictObject({ sessionId: id });
export const nothing = z.strictObject({});
export const changeNameInput = z.strictObject({ name });
/** `currentPassword` is empty for somebody who has none yet. */
export const changePasswordInput = z.strictObject({ currentPassword: oldPassword, newPassword });

const token = z.string().max(200);
/** From somebody who is new: who they are. */
export const joinForm = z.strictObject({ token, name, password: newPassword });
/** From somebody who is signed in already. */
export const joinSignedInForm = z.strictObject({ token });

export type InviteInput = z.infer<typeof inviteInput>;
export type JoinForm = z.infer<typeof joinForm>;
