'use server';

import { action } from '@/lib/server/action';
import { markRead } from './mutations';
import { react } from './reaction-mutations';
import { rescheduleSend } from './schedule-mutations';
import {
  lookUpRecipientInput,
  markReadInput,
  reactInput,
  rescheduleInput,
  sendIdInput,
  sendReplyInput,
  startConversationInput,
} from './schema';
import { checkSend, discardSend, retrySend, sendReply, undoSend } from './send-mutations';
import { lookUpRecipient, startConversation } from './start-mutations';

export const sendReplyAction = action(sendReplyInput, sendReply);
export const undoSendAction = action(sendIdInput, undoSend);
export const rescheduleSendAction = action(rescheduleInput, rescheduleSend);
export const retrySendAction = action(sendIdInput, retrySend);
export const discardSendAction = action(sendIdInput, discardSend);
export const checkSendAction = action(sendIdInput, checkSend);
export const reactAction = action(reactInput, react);
export const markReadAction = action(markReadInput, markRead);
export const startConversationAction = action(startConversationInput, startConversation);
export const lookUpRecipientAction = action(lookUpRecipientInput, lookUpRecipient);
