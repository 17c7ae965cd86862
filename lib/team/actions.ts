'use server';

import { action } from '@/lib/server/action';
import { inviteMember, resendInvitation, revokeInvitation } from '@/lib/team/invitation-mutations';
import { changeName, changePassword, changeRole, removeMember } from '@/lib/team/mutations';
import {
  changeNameInput,
  changePasswordInput,
  changeRoleInput,
  invitationIdInput,
  inviteInput,
  memberIdInput,
  nothing,
  sessionIdInput,
} from '@/lib/team/schema';
import { revokeOtherSessions, revokeSession } from '@/lib/team/session-mutations';

export const inviteMemberAction = action(inviteInput, inviteMember);
export const resendInvitationAction = action(invitationIdInput, resendInvitation);
export const revokeInvitationAction = action(invitationIdInput, revokeInvitation);
export const changeRoleAction = action(changeRoleInput, changeRole);
export const removeMemberAction = action(memberIdInput, removeMember);
export const changeNameAction = action(changeNameInput, changeName);
export const changePasswordAction = action(changePasswordInput, changePassword);
export const revokeSessionAction = action(sessionIdInput, revokeSession);
export const revokeOtherSessionsAction = action(nothing, revokeOtherSessions);
