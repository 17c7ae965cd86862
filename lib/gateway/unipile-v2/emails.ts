import type { GatewayEmailClient } from '@/lib/gateway/email-types';
import { notSupported } from './answers';

/** What this dialect does not speak: each verb says so instead of answering something else. */
const refuse = async (): Promise<never> => {
  throw notSupported();
};

export const unsupportedEmailVerbs: GatewayEmailClient = {
  listEmails: refuse,
  getEmail: refuse,
  listEmailFolders: refuse,
  sendEmail: async () => ({ state: 'failed', error: notSupported().info }),
  setEmailRead: refuse,
  moveEmail: refuse,
  deleteEmail: refuse,
  openEmailFile: refuse,
};
