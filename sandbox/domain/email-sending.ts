import { idOf, numberOf, Random } from '../ids';
import { repliesIn } from '../seed/replies';
import type { Account } from '../state';
import type { Email, EmailFile, EmailPerson, Tracking } from '../state-emails';
import type { World } from '../world';
import { htmlOf } from './email-bodies';
import {
  buildEmail,
  findByMessageId,
  findEmail,
  publishEmail,
  receiveEmail,
  storeEmail,
} from './emails';
import { isMailbox } from './folders';
import { noteOpen, trackHtml } from './tracking';

export interface OutgoingEmail {
  from: EmailPerson;
  to: EmailPerson[];
  cc: EmailPerson[];
  bcc: EmailPerson[];
  replyTo: EmailPerson[];
  subject: string;
  html: string;
  headers: { name: string; value: string }[];
  files: EmailFile[];
  answered: Email | null;
  tracking: Omit<Tracking, 'id' | 'links'>;
}

/** Sends: the mail stands in the sent folder, its event follows, and people get it. */
export async function sendEmail(
  world: World,
  account: Account,
  outgoing: OutgoingEmail,
): Promise<Email> {
  const { answered, tracking, html, ...parts } = outgoing;
  const tracked: Tracking = { ...tracking, id: world.newId('tracking'), links: [] };
  const email = buildEmail(world, account, {
    ...parts,
    role: 'sent',
    origin: 'unipile',
    plain: textOf(html),
    html: trackHtml(html, tracked, world.publicUrl),
    tracking: tracked,
    ...(answered !== null && { inReplyTo: { messageId: answered.messageId, id: answered.id } }),
    ...(answered?.threadId !== undefined && { threadId: answered.threadId }),
  });
  storeEmail(world, email, true);
  await announce(world, email);
  hand(world, account, email);
  return email;
}

/** Keeps a draft; in v1 it is a mail like others. */
export function keepDraft(world: World, account: Account, outgoing: OutgoingEmail): Email {
  const { answered, tracking: _, html, ...parts } = outgoing;
  const email = buildEmail(world, account, {
    ...parts,
    role: 'drafts',
    origin: 'unipile',
    plain: textOf(html),
    html,
    ...(answered !== null && { inReplyTo: { messageId: answered.messageId, id: answered.id } }),
  });
  storeEmail(world, email, true);
  return email;
}

async function announce(world: World, email: Email): Promise<void> {
  const { echoOrder } = world.behaviour;
  if (echoOrder === 'before') {
    publishEmail(world, email, 'mail_sent');
    await world.outbox.settled();
  } else if (echoOrder === 'after') {
    world.clock.later(60, () => publishEmail(world, email, 'mail_sent'));
  }
}

/** Accounts of this tenant get their copy; of the others one opens it and answers. */
function hand(world: World, account: Account, email: Email): void {
  const all = [...email.to, ...email.cc, ...email.bcc];
  for (const other of world.state.accounts.values()) {
    const isMeant = all.some(({ address }) => isAddressOf(other, address));
    if (isMeant && other.id !== account.id) receiveCopy(world, other, email);
  }
  if (!world.behaviour.isAutoReply) return;
  const stranger = email.to.find(
    ({ address }) => ![...world.state.accounts.values()].some((one) => isAddressOf(one, address)),
  );
  if (stranger === undefined) return;
  const { autoReplyDelayMs } = world.behaviour;
  const isCurrent = () => world.state.accounts.get(account.id) === account;
  world.clock.later(autoReplyDelayMs * 0.4, () => {
    if (isCurrent()) noteOpen(world, email);
  });
  const random = new Random(numberOf('email-answer', email.id));
  world.clock.later(autoReplyDelayMs, () => {
    if (isCurrent()) answer(world, account, email, stranger, random.pick(repliesIn('en')));
  });
}

/** An answer as mail programs write it, with what it answers quoted below. */
export function answer(
  world: World,
  account: Account,
  email: Email,
  from: EmailPerson,
  text: string,
): Email {
  const at = new Date(email.atMs).toUTCString();
  const quotedLines = email.plain.split('\n').map((line) => `> ${line}`);
  return receiveEmail(world, account, {
    role: 'inbox',
    from,
    to: [email.from],
    cc: email.cc,
    subject: /^re:/i.test(email.subject) ? email.subject : `Re: ${email.subject}`,
    plain: `${text}\n\nOn ${at}, ${email.from.name || email.from.address} wrote:\n${quotedLines.join('\n')}`,
    html: `<div>${text}</div><br><div class="gmail_quote"><div class="gmail_attr">On ${at}, ${email.from.name} wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">${htmlOf(email)}</blockquote></div>`,
    inReplyTo: { messageId: email.messageId, id: email.id },
  });
}

function receiveCopy(world: World, account: Account, email: Email): void {
  const { from, to, cc, subject, plain, html, headers, files, messageId, replyTo } = email;
  const answered = email.inReplyTo;
  const known = answered && findByMessageId(world, account.id, answered.messageId);
  receiveEmail(world, account, {
    role: 'inbox',
    ...{ from, to, cc, subject, plain, headers, messageId, replyTo },
    files: files.map((file) => ({ ...file, id: idOf('copy', account.id, file.id) })),
    ...(html !== undefined && { html }),
    ...(answered !== undefined && {
      inReplyTo: { messageId: answered.messageId, id: known?.id ?? '' },
    }),
  });
}

export function isAddressOf(account: Account, address: string): boolean {
  if (!isMailbox(account)) return false;
  const wanted = address.toLowerCase();
  return [account.login, ...(account.aliases ?? [])].some((own) => own.toLowerCase() === wanted);
}

/** The mail that a send answers, by the API's id or by the provider's. */
export function findAnswered(world: World, account: Account, id: string): Email | null {
  const email = findEmail(world, id, account.id);
  return email?.accountId === account.id ? email : null;
}

/** Rough text of HTML, as a provider makes one. */
function textOf(html: string): string {
  return html
    .replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<br\s*\/?>|<\/(p|div|tr|li)>/gi, '\n')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
