import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Mail } from '../state';
import type { World } from '../world';

const largestMailBytes = 10 * 1024 * 1024;
const keptMails = 500;

/** Takes every mail over SMTP, without sign-in and without delivering anything anywhere. */
export function createMailCatcher(world: World): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    // Senders may be configured with a name and a password; there is no TLS to protect them here.
    allowInsecureAuth: true,
    closeTimeout: 200,
    disabledCommands: ['STARTTLS'],
    size: largestMailBytes,
    logger: false,
    onAuth: (_auth, _session, callback) => callback(null, { user: 'anyone' }),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', callback);
      stream.on('end', () => {
        const recipients = session.envelope.rcptTo.map((recipient) => recipient.address);
        storeMail(world, Buffer.concat(chunks), recipients).then(
          () => callback(null),
          (error: unknown) =>
            callback(error instanceof Error ? error : new Error('Unreadable mail')),
        );
      });
    },
  });
}

async function storeMail(world: World, raw: Buffer, recipients: string[]): Promise<void> {
  const parsed = await PostalMime.parse(raw);
  const mail: Mail = {
    id: world.newId('mail'),
    receivedAtMs: world.clock.now(),
    from: parsed.from?.address ?? '',
    to: recipients,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html ?? '',
    headers: parsed.headers.map(({ key, value }) => ({ key, value })),
    sizeBytes: raw.length,
  };
  const { mails } = world.state;
  mails.set(mail.id, mail);
  for (const id of mails.keys()) {
    if (mails.size <= keptMails) break;
    mails.delete(id);
  }
  world.changed();
}
