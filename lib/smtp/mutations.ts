import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { parseConnectionUrl } from 'nodemailer/lib/shared/index.js';
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import { env } from '@/lib/core/env';
import { SECOND_MS } from '@/lib/core/time';
import type { MailOutcome, RenderedNotice } from '@/lib/notices/types';

export interface OutgoingMail extends RenderedNotice {
  /** Makes the Message-ID: a mail that is met twice can be told to be one. */
  id: string;
  to: string;
}

/** Quoted local parts, lists and line ends are legal somewhere and read differently everywhere. */
const PLAIN_ADDRESS = /^[^\s"<>()[\]\\,;:@]+@[^\s"<>()[\]\\,;:@]+$/;

const LIMITS = {
  connectionTimeout: 5 * SECOND_MS,
  greetingTimeout: 5 * SECOND_MS,
  socketTimeout: 15 * SECOND_MS,
  dnsTimeout: 5 * SECOND_MS,
};

/**
 * One try at the mail server. Never throws for what the server or the network does. It talks to the
 * SMTP connection itself and not to nodemailer's transport, because only here it can be seen whether
 * the text had begun to leave when the line broke: then the mail may have arrived and the outcome is
 * `unknown`.
 */
export async function sendBySmtp(mail: OutgoingMail): Promise<MailOutcome> {
  if (!PLAIN_ADDRESS.test(mail.to)) {
    return { state: 'failed', code: 'bad_address', isTemporary: false };
  }
  const { MAIL_FROM, SMTP_URL } = env();
  const messageId = `<${mail.id}@${new URL(env().PUBLIC_URL).hostname}>`;
  const node = new MailComposer({
    from: MAIL_FROM,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const envelope = node.getEnvelope();
  const bytes = await node.build();
  const options = { ...parseConnectionUrl(SMTP_URL), ...LIMITS };
  const connection = new SMTPConnection(options);
  return deliver(connection, { envelope, bytes, messageId, credentials: credentialsOf(SMTP_URL) });
}

interface Delivery {
  envelope: { from: string | false; to: string[] };
  bytes: Buffer;
  messageId: string;
  credentials: { user: string; pass: string } | null;
}

function credentialsOf(smtpUrl: string): Delivery['credentials'] {
  const { username, password } = new URL(smtpUrl);
  if (!username) return null;
  return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
}

function deliver(
  connection: SMTPConnection,
  { envelope, bytes, messageId, credentials }: Delivery,
): Promise<MailOutcome> {
  let hasLeft = false;
  const body = new Readable({
    read() {
      hasLeft = true;
      this.push(bytes);
      this.push(null);
    },
  });
  return new Promise((resolve) => {
    const settle = (outcome: MailOutcome) => {
      resolve(outcome);
      connection.close();
    };
    const fail = (error: unknown) => settle(outcomeOfError(error, hasLeft));
    connection.on('error', fail);
    connection.on('end', () => fail(new Error('The connection ended.')));
    const send = () => {
      if (envelope.from === false) return fail(new Error('There is no sender.'));
      connection.send({ ...envelope, from: envelope.from }, body, (error) => {
        if (error) return fail(error);
        settle({ state: 'sent', messageId });
      });
    };
    connection.connect((error) => {
      if (error) return fail(error);
      if (!credentials) return send();
      connection.login(credentials, (refusal) => (refusal ? fail(refusal) : send()));
    });
  });
}

/** A reply of the server is definite: 4xx asks to come again, 5xx refuses for good. */
function outcomeOfError(error: unknown, hasLeft: boolean): MailOutcome {
  const responseCode = numberAt(error, 'responseCode');
  if (responseCode !== null) {
    // A wrong password is the operator's to mend: the mail must still be there afterwards.
    const isTemporary = responseCode < 500 || codeOf(error) === 'EAUTH';
    return { state: 'failed', code: `smtp_${responseCode}`, isTemporary };
  }
  const code = codeOf(error) ?? 'connection_lost';
  if (hasLeft) return { state: 'unknown', code };
  return { state: 'failed', code, isTemporary: code !== 'EENVELOPE' };
}

function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
  return typeof code === 'string' ? code : null;
}

function numberAt(error: unknown, key: string): number | null {
  const value = typeof error === 'object' && error !== null ? Reflect.get(error, key) : null;
  return typeof value === 'number' ? value : null;
}
