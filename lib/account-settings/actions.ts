'use server';

import {
  checkAccount,
  disconnectAccount,
  pauseSends,
  renameAccount,
  restartAccount,
  setOwner,
  setSendAs,
  setSignature,
  setVisibility,
} from '@/lib/account-settings/mutations';
import { resyncAccount } from '@/lib/account-settings/resync-mutations';
import {
  accountSchema,
  ownerSchema,
  pauseSchema,
  renameSchema,
  retireSchema,
  sendAsSchema,
  signatureSchema,
  visibilitySchema,
} from '@/lib/account-settings/schema';
import { retireTwin } from '@/lib/account-settings/twin-mutations';
import { action } from '@/lib/server/action';

export const checkAccountAction = action(accountSchema, checkAccount);
export const disconnectAccountAction = action(accountSchema, disconnectAccount);
export const pauseSendsAction = action(pauseSchema, pauseSends);
export const renameAccountAction = action(renameSchema, renameAccount);
export const restartAccountAction = action(accountSchema, restartAccount);
export const resyncAccountAction = action(accountSchema, resyncAccount);
export const retireTwinAction = action(retireSchema, retireTwin);
export const setOwnerAction = action(ownerSchema, setOwner);
export const setSignatureAction = action(signatureSchema, setSignature);
export const setVisibilityAction = action(visibilitySchema, setVisibility);
export const setSendAsAction = action(sendAsSchema, setSendAs);
