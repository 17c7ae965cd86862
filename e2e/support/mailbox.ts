import { expect } from '@playwright/test';

export interface CaughtMail {
  to: string[];
  subject: string;
  text: string;
  html: string;
}

/** Mails that reached the mailbox for one address, newest first as the mailbox gives them. */
export async function mailsTo(address: string): Promise<CaughtMail[]> {
  const origin = new URL(process.env.E2E_MAILBOX_URL ?? '').origin;
  const response = await fetch(`${origin}/control/mail?to=${encodeURIComponent(address)}`);
  return ((await response.json()) as { mails: CaughtMail[] }).mails;
}

/** Waits for the first mail to an address. */
export async function firstMailTo(address: string, timeoutMs = 30_000): Promise<CaughtMail> {
  await expect.poll(async () => (await mailsTo(address)).length, { timeout: timeoutMs }).toBe(1);
  const [mail] = await mailsTo(address);
  if (!mail) throw new Error('The mail is gone again.');
  return mail;
}

/** First address of ours in the text part. */
export function linkIn(mail: CaughtMail): string {
  const link = /https?:\/\/\S+/.exec(mail.text)?.[0];
  if (!link) throw new Error('The mail has no link in its text part.');
  return link;
}
