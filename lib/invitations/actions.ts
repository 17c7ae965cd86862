'use server';

import { action } from '@/lib/server/action';
import { assignInvitation } from './assign-mutations';
import { acceptAndGreet } from './greet-mutations';
import { lookUpInvitee } from './invitee-mutations';
import { changeLimits } from './limit-mutations';
import { addPlan, cancelPlan, changePace, movePlan, pausePlans } from './plan-mutations';
import {
  acceptAndGreetInput,
  addPlanInput,
  assignInvitationInput,
  cancelPlanInput,
  changeLimitsInput,
  changePaceInput,
  lookUpInviteeInput,
  movePlanInput,
  pausePlansInput,
  settleInvitationInput,
  withdrawOldInput,
} from './schema';
import { settleInvitation } from './settle-mutations';
import { withdrawOld } from './withdraw-mutations';

export const settleInvitationAction = action(settleInvitationInput, settleInvitation);
export const assignInvitationAction = action(assignInvitationInput, assignInvitation);
export const acceptAndGreetAction = action(acceptAndGreetInput, acceptAndGreet);
export const withdrawOldAction = action(withdrawOldInput, withdrawOld);
export const lookUpInviteeAction = action(lookUpInviteeInput, lookUpInvitee);
export const addPlanAction = action(addPlanInput, addPlan);
export const movePlanAction = action(movePlanInput, movePlan);
export const cancelPlanAction = action(cancelPlanInput, cancelPlan);
export const pausePlansAction = action(pausePlansInput, pausePlans);
export const changePaceAction = action(changePaceInput, changePace);
export const changeLimitsAction = action(changeLimitsInput, changeLimits);
