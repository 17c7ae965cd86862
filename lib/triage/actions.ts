'use server';

import { action } from '@/lib/server/action';
import {
  assign,
  setLabel,
  setMuted,
  setPlace,
  setStarred,
  setUnread,
  snooze,
  undo,
} from './mutations';
import {
  assignInput,
  setLabelInput,
  setMutedInput,
  setPlaceInput,
  setStarredInput,
  setUnreadInput,
  snoozeInput,
  undoInput,
} from './schema';

export const setPlaceAction = action(setPlaceInput, setPlace);
export const snoozeAction = action(snoozeInput, snooze);
export const setUnreadAction = action(setUnreadInput, setUnread);
export const setStarredAction = action(setStarredInput, setStarred);
export const setMutedAction = action(setMutedInput, setMuted);
export const assignAction = action(assignInput, assign);
export const setLabelAction = action(setLabelInput, setLabel);
export const undoAction = action(undoInput, undo);
