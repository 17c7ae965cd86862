import type { GatewayClient } from '@/lib/gateway/client';
import type { GatewayEmailClient } from '@/lib/gateway/email-types';
import { notSupported } from './answers';

/** What this dialect does not speak: each verb says so instead of answering something else. */
const refuse = async (): Promise<never> => {
  throw notSupported();
};

export const unsupportedEmails: GatewayEmailClient = {
  listEmails: refuse,
  getEmail: refuse,
  listEmailFolders: refuse,
  sendEmail: async () => ({ state: 'failed', error: notSupported().info }),
  setEmailRead: refuse,
  moveEmail: refuse,
  deleteEmail: refuse,
  openEmailFile: refuse,
};

type Missing =
  | 'createHostedAuthLink'
  | 'listChats'
  | 'getChat'
  | 'listChatMessages'
  | 'listMessages'
  | 'getMessage'
  | 'listChatAttendees'
  | 'sendMessage'
  | 'startChat'
  | 'listChatsWith'
  | 'addReaction'
  | 'openAttachment'
  | 'setChatRead'
  | 'listWebhooks'
  | 'createWebhook'
  | 'deleteWebhook';

export const unsupportedVerbs: Pick<GatewayClient, Missing> = {
  createHostedAuthLink: refuse,
  listChats: refuse,
  getChat: refuse,
  listChatMessages: refuse,
  listMessages: refuse,
  getMessage: refuse,
  listChatAttendees: refuse,
  sendMessage: async () => ({ state: 'failed', error: notSupported().info }),
  startChat: async () => ({ state: 'failed', error: notSupported().info }),
  listChatsWith: refuse,
  addReaction: refuse,
  openAttachment: refuse,
  setChatRead: refuse,
  listWebhooks: refuse,
  createWebhook: refuse,
  deleteWebhook: refuse,
};
